/**
 * What a `faultline.json` says: which rules apply, how severely, and which files are left out.
 * Invariant: text in, plain data out; no file system. A mistake costs only the entry it is in.
 */
import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { severities, type Severity } from '../model/finding.ts';
import { nearest } from '../vocabulary/nearest.ts';

export const configFileName = 'faultline.json';

export const presets = ['recommended', 'strict', 'minimal'] as const;
export type Preset = (typeof presets)[number];

/** How severe a rule is in a project; `off` does not run it. */
export type RuleLevel = Severity | 'off';
const ruleLevels: readonly RuleLevel[] = ['off', ...[...severities].reverse()];

export interface Config {
  readonly preset: Preset;
  /** By rule id (`consistency/stale-read`) or area (`consistency/*`); the more specific entry wins. */
  readonly rules: ReadonlyMap<string, RuleLevel>;
  /** Gitignore-style patterns, relative to the folder of the configuration. */
  readonly exclude: readonly string[];
}

export const defaultConfig: Config = { preset: 'recommended', rules: new Map(), exclude: [] };

/** A mistake in a configuration, by UTF-16 offset into its text. */
export interface ConfigError {
  readonly message: string;
  readonly offset: number;
  readonly length: number;
  /** What the text at `offset` most likely means, to be put in its place (without quotes around it). */
  readonly suggestion?: string;
}

export interface ParsedConfig {
  /** What could be understood; complete when there are no errors. */
  readonly config: Config;
  readonly errors: readonly ConfigError[];
}

/** What the configuration needs to know of a rule. */
export interface ConfigurableRule {
  readonly id: string;
  readonly severity: Severity;
  /** Only the preset `strict` applies it, unless it is configured. */
  readonly strictOnly?: boolean;
}

/**
 * The level of a rule: its own entry, else its area's, else what the preset makes of its default severity.
 * `strict` raises every rule one step, so that warnings fail a build, and adds the rules that are only strict;
 * `minimal` keeps only the rules that are errors.
 */
export function severityOf(config: Config, rule: ConfigurableRule): RuleLevel {
  const configured = config.rules.get(rule.id) ?? config.rules.get(`${areaOf(rule.id)}/*`);
  if (configured) return configured;
  if (rule.strictOnly) return config.preset === 'strict' ? rule.severity : 'off';
  switch (config.preset) {
    case 'recommended':
      return rule.severity;
    case 'strict':
      return severities[Math.max(0, severities.indexOf(rule.severity) - 1)] ?? rule.severity;
    case 'minimal':
      return rule.severity === 'error' ? 'error' : 'off';
  }
}

function areaOf(ruleId: string): string {
  return ruleId.slice(0, ruleId.indexOf('/'));
}

/** The names a `rules` entry may have: every rule, and every area with a star. */
function ruleKeys(ruleIds: readonly string[]): string[] {
  return [...new Set([...ruleIds, ...ruleIds.map((id) => `${areaOf(id)}/*`)])];
}

const properties = ['$schema', 'preset', 'rules', 'exclude'] as const;

/**
 * Reads a `faultline.json` (comments and trailing commas allowed).
 * @param ruleIds every rule there is, to tell an unknown one.
 */
export function parseConfig(text: string, ruleIds: readonly string[]): ParsedConfig {
  const errors: ConfigError[] = [];
  const report = (node: { offset: number; length: number }, message: string, suggestion?: string) => {
    errors.push({ message, offset: node.offset, length: node.length, ...(suggestion !== undefined && { suggestion }) });
  };

  const syntaxErrors: ParseError[] = [];
  const root = parseTree(text, syntaxErrors, { allowTrailingComma: true, allowEmptyContent: true });
  for (const error of syntaxErrors) report(error, syntaxMessage(error));
  if (!root) return { config: defaultConfig, errors };
  if (root.type !== 'object') {
    report(root, `A ${configFileName} is an object in braces, like { "preset": "strict" }.`);
    return { config: defaultConfig, errors };
  }

  let { preset, exclude }: Config = defaultConfig;
  const rules = new Map<string, RuleLevel>();
  for (const [key, name, value] of entries(root)) {
    switch (name) {
      case '$schema':
        if (value.type !== 'string') report(value, '"$schema" is the address of a JSON Schema, in quotes.');
        break;
      case 'preset':
        preset = oneOf(value, presets, 'preset', report) ?? preset;
        break;
      case 'rules':
        readRules(value, ruleKeys(ruleIds), rules, report);
        break;
      case 'exclude':
        exclude = readExclude(value, report);
        break;
      default: {
        const suggestion = nearest(name, properties);
        report(inside(key), `Unknown property "${name}".${didYouMean(suggestion, properties)}`, suggestion);
      }
    }
  }
  return { config: { preset, rules, exclude }, errors };
}

type Report = (node: { offset: number; length: number }, message: string, suggestion?: string) => void;

function readRules(node: Node, known: readonly string[], rules: Map<string, RuleLevel>, report: Report): void {
  if (node.type !== 'object') {
    report(node, '"rules" maps rules to severities, like { "consistency/*": "error" }.');
    return;
  }
  for (const [key, name, value] of entries(node)) {
    const level = oneOf(value, ruleLevels, 'severity', report);
    if (!known.includes(name)) {
      const suggestion = nearest(name, known);
      const help = suggestion ? didYouMean(suggestion, known) : ' Run "faultline rules" for the list.';
      report(inside(key), `Unknown rule "${name}".${help}`, suggestion);
    } else if (rules.has(name)) {
      report(inside(key), `"${name}" is set twice; keep one of the two.`);
    } else if (level) {
      rules.set(name, level);
    }
  }
}

function readExclude(node: Node, report: Report): string[] {
  if (node.type !== 'array') {
    report(node, '"exclude" is a list of patterns, like ["drafts/**"].');
    return [];
  }
  return (node.children ?? []).flatMap((pattern) => {
    const value: unknown = pattern.value;
    if (pattern.type === 'string' && typeof value === 'string' && value.trim() !== '') return [value];
    report(pattern, 'A pattern is a text in quotes, like "drafts/**".');
    return [];
  });
}

function oneOf<T extends string>(node: Node, allowed: readonly T[], what: string, report: Report): T | undefined {
  const value: unknown = node.value;
  const found = allowed.find((candidate) => candidate === value);
  if (found) return found;
  const suggestion = typeof value === 'string' ? nearest(value, allowed) : undefined;
  const shown = typeof value === 'string' ? ` "${value}"` : '';
  report(
    typeof value === 'string' ? inside(node) : node,
    `Unknown ${what}${shown}.${didYouMean(suggestion, allowed)}`,
    suggestion,
  );
  return undefined;
}

function didYouMean(suggestion: string | undefined, allowed: readonly string[]): string {
  return suggestion ? ` Did you mean "${suggestion}"?` : ` It is one of ${allowed.join(', ')}.`;
}

function* entries(object: Node): Generator<readonly [key: Node, name: string, value: Node]> {
  for (const property of object.children ?? []) {
    const [key, value] = property.children ?? [];
    const name: unknown = key?.value;
    if (key && value && typeof name === 'string') yield [key, name, value];
  }
}

/** The place of a quoted text without its quotes. */
function inside(node: Node): { offset: number; length: number } {
  return { offset: node.offset + 1, length: Math.max(0, node.length - 2) };
}

function syntaxMessage(error: ParseError): string {
  const words = printParseErrorCode(error.error).replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
  return `This is not valid JSON: ${words.toLowerCase()}.`;
}

/** The JSON Schema (draft-07) of `faultline.json`, for completion and checks in any editor. */
export function configSchema(rules: readonly (ConfigurableRule & { readonly title: string })[]): object {
  const level = { type: 'string', enum: ruleLevels };
  const areas = [...new Set(rules.map((rule) => areaOf(rule.id)))];
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Faultline project',
    description: 'Marks a folder as one Faultline project and says how strictly its rules apply.',
    type: 'object',
    additionalProperties: false,
    allowComments: true,
    allowTrailingCommas: true,
    properties: {
      $schema: { type: 'string', description: 'The address of this schema.' },
      preset: {
        type: 'string',
        enum: presets,
        default: defaultConfig.preset,
        description: 'Where severities start from.',
        enumDescriptions: [
          'Every rule at its own severity.',
          'More rules, and every other one step more severe: warnings fail a build.',
          'Only the rules that are errors.',
        ],
      },
      rules: {
        type: 'object',
        additionalProperties: false,
        description: 'The severity of a rule, or of all rules of an area; the rule wins over its area.',
        properties: {
          ...Object.fromEntries(
            areas.map((area) => [`${area}/*`, { ...level, description: `Every rule about ${area}.` }]),
          ),
          ...Object.fromEntries(
            rules.map((rule) => [rule.id, { ...level, default: rule.severity, description: rule.title }]),
          ),
        },
      },
      exclude: {
        type: 'array',
        items: { type: 'string', minLength: 1 },
        description: 'Files that do not belong to the project: gitignore patterns relative to this file.',
      },
    },
  };
}

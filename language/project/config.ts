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
export const ruleLevels: readonly RuleLevel[] = ['off', ...[...severities].reverse()];

/** By rule id (`consistency/stale-read`) or area (`consistency/*`); the more specific entry wins. */
export type RuleLevels = ReadonlyMap<string, RuleLevel>;

/** What holds in some of the project's files only. */
export interface Override {
  /** Gitignore-style patterns, relative to the folder of the configuration. */
  readonly files: readonly string[];
  readonly rules: RuleLevels;
}

/** What holds where the project is checked for one environment. */
export interface Environment {
  readonly preset?: Preset;
  /** Whether rules that only matter in production apply. */
  readonly production?: boolean;
  readonly rules: RuleLevels;
  readonly overrides: readonly Override[];
}

export interface Config {
  readonly preset: Preset;
  readonly rules: RuleLevels;
  /** Those further down win. */
  readonly overrides: readonly Override[];
  /** Gitignore-style patterns, relative to the folder of the configuration. */
  readonly exclude: readonly string[];
  /** The name of the environment that is checked for. */
  readonly environment: string;
  /** Those that the project declares, by name. */
  readonly environments: ReadonlyMap<string, Environment>;
}

/** There without being declared; what a project declares under these names is added to them. */
export const builtInEnvironments: ReadonlyMap<string, Environment> = new Map([
  ['production', { production: true, rules: new Map(), overrides: [] }],
  ['dev', { production: false, rules: new Map(), overrides: [] }],
]);

export const defaultConfig: Config = {
  preset: 'recommended',
  rules: new Map(),
  overrides: [],
  exclude: [],
  environment: 'production',
  environments: new Map(),
};

/** A text that says everything a configuration does: two are the same where theirs are. */
export const configKey = (config: Config): string =>
  JSON.stringify(config, (_, value: unknown) => (value instanceof Map ? [...(value as Map<string, unknown>)] : value));

export const environmentNames = ({ environments }: Config): string[] => [
  ...new Set([...builtInEnvironments.keys(), ...environments.keys()]),
];

/** What is wrong with the name of an environment, and the nearest that there is. */
export interface UnknownEnvironment {
  readonly message: string;
  readonly suggestion?: string;
}

/** The configuration for another environment than its own. */
export function inEnvironment(config: Config, name: string): Config | UnknownEnvironment {
  const names = environmentNames(config);
  if (names.includes(name)) return { ...config, environment: name };
  const suggestion = nearest(name, names);
  return {
    message: `Unknown environment "${name}".${didYouMean(suggestion, names)}`,
    ...(suggestion !== undefined && { suggestion }),
  };
}

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
  /** Environments that are not production leave it out, unless they configure it. */
  readonly productionOnly?: boolean;
}

export function areaOf(ruleId: string): string {
  return ruleId.slice(0, ruleId.indexOf('/'));
}

/** The names a `rules` entry may have: every rule, and every area with a star. */
function ruleKeys(ruleIds: readonly string[]): string[] {
  return [...new Set([...ruleIds, ...ruleIds.map((id) => `${areaOf(id)}/*`)])];
}

const properties = ['$schema', 'preset', 'rules', 'overrides', 'exclude', 'environment', 'environments'] as const;

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

  let { preset, rules, overrides, exclude, environments }: Config = defaultConfig;
  let chosen: Node | undefined;
  const known = ruleKeys(ruleIds);
  for (const [key, name, value] of entries(root)) {
    switch (name) {
      case '$schema':
        if (value.type !== 'string') report(value, '"$schema" is the address of a JSON Schema, in quotes.');
        break;
      case 'preset':
        preset = oneOf(value, presets, 'preset', report) ?? preset;
        break;
      case 'rules':
        rules = readRules(value, known, report);
        break;
      case 'overrides':
        overrides = readOverrides(value, known, report);
        break;
      case 'exclude':
        exclude = readPatterns(value, 'exclude', report);
        break;
      case 'environment':
        chosen = value;
        break;
      case 'environments':
        environments = readEnvironments(value, known, report);
        break;
      default:
        unknownProperty(key, name, properties, report);
    }
  }
  const config: Config = { ...defaultConfig, preset, rules, overrides, exclude, environments };
  return { config: chosen ? readEnvironment(chosen, config, report) : config, errors };
}

type Report = (node: { offset: number; length: number }, message: string, suggestion?: string) => void;

function unknownProperty(key: Node, name: string, known: readonly string[], report: Report): void {
  const suggestion = nearest(name, known);
  report(inside(key), `Unknown property "${name}".${didYouMean(suggestion, known)}`, suggestion);
}

function readRules(node: Node, known: readonly string[], report: Report): RuleLevels {
  const rules = new Map<string, RuleLevel>();
  if (node.type !== 'object') {
    report(node, '"rules" maps rules to severities, like { "consistency/*": "error" }.');
    return rules;
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
  return rules;
}

const overrideProperties = ['files', 'rules'] as const;

function readOverrides(node: Node, known: readonly string[], report: Report): Override[] {
  if (node.type !== 'array') {
    report(node, '"overrides" is a list, like [{ "files": ["drafts/**"], "rules": { "operations/*": "off" } }].');
    return [];
  }
  return (node.children ?? []).flatMap((child) => {
    if (child.type !== 'object') {
      report(child, 'An override is an object in braces, like { "files": ["drafts/**"], "rules": {} }.');
      return [];
    }
    let files: readonly string[] | undefined;
    let rules: RuleLevels = new Map();
    for (const [key, name, value] of entries(child)) {
      if (name === 'files') files = readPatterns(value, 'files', report);
      else if (name === 'rules') rules = readRules(value, known, report);
      else unknownProperty(key, name, overrideProperties, report);
    }
    if (files) return [{ files, rules }];
    report(child, 'An override needs "files", which say where it holds, like ["drafts/**"].');
    return [];
  });
}

const environmentProperties = ['preset', 'production', 'rules', 'overrides'] as const;

function readEnvironments(node: Node, known: readonly string[], report: Report): Map<string, Environment> {
  const environments = new Map<string, Environment>();
  if (node.type !== 'object') {
    report(node, '"environments" maps names to what holds there, like { "staging": { "preset": "strict" } }.');
    return environments;
  }
  for (const [key, name, value] of entries(node)) {
    if (value.type !== 'object') {
      report(value, 'An environment is an object in braces, like { "preset": "strict" }.');
    } else if (name.trim() === '') {
      report(key, 'An environment needs a name.');
    } else if (environments.has(name)) {
      report(inside(key), `"${name}" is declared twice; keep one of the two.`);
    } else {
      environments.set(name, readOneEnvironment(value, known, report));
    }
  }
  return environments;
}

function readOneEnvironment(node: Node, known: readonly string[], report: Report): Environment {
  let preset: Preset | undefined;
  let production: boolean | undefined;
  let rules: RuleLevels = new Map();
  let overrides: readonly Override[] = [];
  for (const [key, name, value] of entries(node)) {
    switch (name) {
      case 'preset':
        preset = oneOf(value, presets, 'preset', report);
        break;
      case 'production':
        if (typeof value.value === 'boolean') production = value.value;
        else report(value, '"production" is true or false: whether rules that only matter in production apply.');
        break;
      case 'rules':
        rules = readRules(value, known, report);
        break;
      case 'overrides':
        overrides = readOverrides(value, known, report);
        break;
      default:
        unknownProperty(key, name, environmentProperties, report);
    }
  }
  return { ...(preset && { preset }), ...(production !== undefined && { production }), rules, overrides };
}

function readEnvironment(node: Node, config: Config, report: Report): Config {
  const name: unknown = node.value;
  if (typeof name !== 'string') {
    report(node, '"environment" is the name of the environment to check for, in quotes, like "dev".');
    return config;
  }
  const chosen = inEnvironment(config, name);
  if (!('message' in chosen)) return chosen;
  report(inside(node), chosen.message, chosen.suggestion);
  return config;
}

function readPatterns(node: Node, property: string, report: Report): string[] {
  if (node.type !== 'array') {
    report(node, `"${property}" is a list of patterns, like ["drafts/**"].`);
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

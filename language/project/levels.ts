/**
 * How severe a rule is in a file of a project, and which entry of the configuration says so.
 * Invariant: what is said nearer to the case wins: the environment's overrides, its rules, what it leaves out, the
 * project's overrides, its rules, the preset.
 */
import ignore from 'ignore';
import { severities } from '../model/finding.ts';
import { areaOf, builtInEnvironments } from './config.ts';
import type { Config, ConfigurableRule, Environment, Override, Preset, RuleLevel, RuleLevels } from './config.ts';

/** A level, and where it comes from as a path into `faultline.json`: `overrides[0].rules["faults/*"]`. */
export interface Explained {
  readonly level: RuleLevel;
  readonly from: string;
}

/** Whether the files that patterns name include the one in question. */
export type Matches = (files: readonly string[]) => boolean;

const nowhere: Matches = () => false;

/**
 * `strict` raises every rule one step, so that warnings fail a build, and adds the rules that are only strict;
 * `minimal` keeps only the rules that are errors.
 */
export function explainLevel(config: Config, rule: ConfigurableRule, matches: Matches = nowhere): Explained {
  const { environment: name } = config;
  const environment = environmentOf(config);
  const path = `environments.${name}`;
  const ownPreset = environment.preset;
  return (
    overridden(environment.overrides, rule, matches, `${path}.`) ??
    entry(environment.rules, rule, `${path}.rules`) ??
    (rule.productionOnly && environment.production === false
      ? { level: 'off', from: `environment "${name}"` }
      : undefined) ??
    overridden(config.overrides, rule, matches, '') ??
    entry(config.rules, rule, 'rules') ?? {
      level: levelIn(ownPreset ?? config.preset, rule),
      from: `${ownPreset ? `${path}.` : ''}preset "${ownPreset ?? config.preset}"`,
    }
  );
}

export const severityOf = (config: Config, rule: ConfigurableRule, matches?: Matches): RuleLevel =>
  explainLevel(config, rule, matches).level;

/** The chosen environment, with what is built in below what is declared. */
function environmentOf({ environment, environments }: Config): Environment {
  const nothing: Environment = { rules: new Map(), overrides: [] };
  return { ...(builtInEnvironments.get(environment) ?? nothing), ...environments.get(environment) };
}

function levelIn(preset: Preset, rule: ConfigurableRule): RuleLevel {
  if (rule.strictOnly) return preset === 'strict' ? rule.severity : 'off';
  switch (preset) {
    case 'recommended':
      return rule.severity;
    case 'strict':
      return severities[Math.max(0, severities.indexOf(rule.severity) - 1)] ?? rule.severity;
    case 'minimal':
      return rule.severity === 'error' ? 'error' : 'off';
  }
}

function entry(rules: RuleLevels, rule: ConfigurableRule, path: string): Explained | undefined {
  for (const key of [rule.id, `${areaOf(rule.id)}/*`]) {
    const level = rules.get(key);
    if (level) return { level, from: `${path}["${key}"]` };
  }
  return undefined;
}

function overridden(
  overrides: readonly Override[],
  rule: ConfigurableRule,
  matches: Matches,
  path: string,
): Explained | undefined {
  for (let i = overrides.length - 1; i >= 0; i--) {
    const override = overrides[i];
    if (!override) continue;
    const found = entry(override.rules, rule, `${path}overrides[${String(i)}].rules`);
    if (found && matches(override.files)) return found;
  }
  return undefined;
}

/** Tells which patterns name a file. @param path relative to the folder of the configuration, with forward slashes. */
export const matchesPath =
  (path: string): Matches =>
  (files) =>
    ignore()
      .add([...files])
      .ignores(path);

/** The levels of one project's rules, worked out once for each set of overrides that a file is under. */
export class Levels {
  private readonly config: Config;
  private readonly root: string | undefined;
  private readonly overrides: readonly Override[];
  private readonly byFile = new Map<string, ReadonlyMap<readonly string[], boolean>>();
  private readonly bySet = new Map<string, Map<string, RuleLevel>>();

  /** @param root address of the folder that patterns are relative to; without it, no override holds anywhere. */
  constructor(config: Config, root: string | undefined) {
    this.config = config;
    this.root = root;
    this.overrides = [...environmentOf(config).overrides, ...config.overrides];
  }

  of(rule: ConfigurableRule, uri: string): RuleLevel {
    const matched = this.overrides.length > 0 ? this.matchedBy(uri) : undefined;
    const set = matched ? [...matched.values()].join() : '';
    let levels = this.bySet.get(set);
    if (!levels) this.bySet.set(set, (levels = new Map<string, RuleLevel>()));
    let level = levels.get(rule.id);
    if (!level) {
      level = severityOf(this.config, rule, (files) => matched?.get(files) ?? false);
      levels.set(rule.id, level);
    }
    return level;
  }

  /** Whether a rule is to run: some file may be under an override that switches it on. */
  appliesSomewhere(rule: ConfigurableRule): boolean {
    return this.levels(rule).some((level) => level !== 'off');
  }

  /** Whether some file may be under an override that switches a rule off, or all are. */
  isOffSomewhere(rule: ConfigurableRule): boolean {
    return this.levels(rule).includes('off');
  }

  private levels(rule: ConfigurableRule): RuleLevel[] {
    const overriding = this.overrides.flatMap(({ rules }) => entry(rules, rule, '')?.level ?? []);
    return [severityOf(this.config, rule), ...overriding];
  }

  private matchedBy(uri: string): ReadonlyMap<readonly string[], boolean> {
    let matched = this.byFile.get(uri);
    if (!matched) {
      const path = this.pathOf(uri);
      const matches = path === undefined ? nowhere : matchesPath(path);
      matched = new Map(this.overrides.map(({ files }) => [files, matches(files)]));
      this.byFile.set(uri, matched);
    }
    return matched;
  }

  private pathOf(uri: string): string | undefined {
    if (this.root === undefined || !uri.startsWith(`${this.root}/`)) return undefined;
    const path = uri.slice(this.root.length + 1);
    try {
      return decodeURIComponent(path);
    } catch {
      // An address that is spelled wrongly is taken as it stands.
      return path;
    }
  }
}

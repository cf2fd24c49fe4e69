/** The rules by id, with what people read of them. */
import { rules } from '../generated/rules.ts';
import type { Severity } from '../model/finding.ts';
import type { ThreatKind } from '../model/threat.ts';
import type { Rule } from './rule.ts';

export interface CataloguedRule {
  readonly id: string;
  readonly area: string;
  readonly rule: Rule;
  readonly severity: Severity;
  /** Only in the preset `strict`. */
  readonly strictOnly: boolean;
  /** Left out where an environment is not production. */
  readonly productionOnly: boolean;
  /** What its findings are as threats, where they are. */
  readonly threat: ThreatKind | undefined;
}

export const catalogue: readonly CataloguedRule[] = Object.entries(rules).map(([id, rule]) => ({
  id,
  area: id.slice(0, id.indexOf('/')),
  rule,
  severity: rule.severity,
  strictOnly: rule.strictOnly ?? false,
  productionOnly: rule.productionOnly ?? false,
  threat: 'threat' in rule ? rule.threat : undefined,
}));

export const ruleIds: readonly string[] = catalogue.map((entry) => entry.id);

/** How to read more about a rule; works wherever Faultline does, without a network. */
export const helpOf = (id: string): string => `faultline explain ${id}`;

import type { Severity } from '../../language/model/finding.ts';

/** What people and programs read of a rule. */
export interface RuleInfo {
  readonly id: string;
  readonly area: string;
  readonly title: string;
  /** Where nothing is configured. */
  readonly severity: Severity;
  /** Left out where an environment is not production. */
  readonly productionOnly: boolean;
  /** Only in the preset `strict`, unless it is configured. */
  readonly strictOnly: boolean;
  /** Where it is documented. */
  readonly markdown: string;
}

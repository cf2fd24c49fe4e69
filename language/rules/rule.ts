/** What a rule is. */
import type { ConsistencyModel } from '../analyses/consistency/models.ts';
import type { Facts } from '../analyses/facts.ts';
import type { Severity } from '../model/finding.ts';
import type { LinkedDocument, Problem, Repair } from '../model/linked.ts';
import type { Entity } from '../model/model.ts';
import type { Rated, ThreatKind } from '../model/threat.ts';
import type { Id } from '../model/symbols.ts';
import type { Span } from '../syntax/tree.ts';

/** A place in the model; where it is in the text is looked up when the finding is shown. */
export interface Place {
  readonly entity: Id;
  /** A key's statement; without it, the declared name. */
  readonly key?: string;
  /** Which of several statements of the key. */
  readonly index?: number;
  /** Which of several declarations of the entity. */
  readonly declaration?: number;
}

/** A change to the description, in its own terms. */
export type Edit =
  | { readonly type: 'set'; readonly entity: Id; readonly key: string; readonly value: string }
  | { readonly type: 'remove'; readonly at: Place };

export interface Mend {
  readonly title: string;
  /** Whether it keeps what the description meant, apart from the finding. */
  readonly safe?: boolean;
  readonly edits: readonly Edit[];
}

/** The rule does not hold: what, why and what to do. */
export interface Violation {
  readonly verdict: 'violates';
  readonly at: Place;
  readonly message: string;
  /** Tells apart several findings of the rule about one entity. */
  readonly aspect?: string;
  readonly related?: readonly { readonly at: Place; readonly message: string }[];
  readonly fixes?: readonly Mend[];
  /** Other entities that this explains: findings of subsumed rules about them are left out. */
  readonly affects?: readonly Id[];
  /** The access that does not get a model of consistency, or a lock of its own: an execution may show it. */
  readonly breaks?: { readonly access: Id; readonly model: ConsistencyModel | 'mutual-exclusion' };
  /** Of a threat: how bad it is. The finding is no more severe than that. */
  readonly rated?: Rated;
}

/** What would have to be said to decide. Neither a pass nor a fault. */
export interface Unknown {
  readonly verdict: 'unknown';
  /** The keys that are not written, and where. */
  readonly missing: readonly { readonly entity: Id; readonly key: string }[];
}

export interface Holds {
  readonly verdict: 'holds';
  readonly because: string;
}

export type Verdict = Violation | Unknown | Holds;

interface RuleBase {
  readonly severity: Severity;
  /** A finding of one of these rules about the same entity says it already. */
  readonly subsumedBy?: readonly string[];
  /** Only in the preset `strict`. */
  readonly strictOnly?: boolean;
  /** Only matters in production (copies, placement, backups): an environment for development leaves it out. */
  readonly productionOnly?: boolean;
  /** Holds the model against an objective that it states: a recovery point, a time, a budget, an expectation. */
  readonly isOfObjective?: boolean;
}

/** Looks at one entity at a time. */
export interface EntityRule extends RuleBase {
  readonly on: readonly string[];
  /** What its findings are as threats. */
  readonly threat?: ThreatKind;
  check(entity: Entity, facts: Facts, clock: Clock): Iterable<Verdict>;
}

export interface Clock {
  /** ISO date. */
  readonly today: string;
}

/** Looks at what reading a document brought up. */
export interface DocumentRule extends RuleBase {
  readonly on: 'document';
  check(document: LinkedDocument): Iterable<Problem>;
}

/** Something that hides findings: a comment in the text, or an `accept` in the model. */
export interface Suppression {
  readonly type: 'comment' | 'accept';
  /** The rule it names. */
  readonly rule: string;
  readonly reason: string | undefined;
  readonly used: boolean;
  /** The last day of an acceptance. */
  readonly until: string | undefined;
  readonly where: Span & { readonly uri: string };
  /** Where the rule is named. */
  readonly name: Span;
  /** Of an acceptance: whether it says what it covers, and that was found. */
  readonly covers: 'something' | 'nothing' | 'unresolved';
  /** The accepted entity, or the document. */
  readonly about: string;
  readonly removal: Repair;
}

/** Looks at how findings are suppressed. */
export interface SuppressionRule extends RuleBase {
  readonly on: 'suppressions';
  check(suppression: Suppression, context: SuppressionContext): Iterable<Omit<Problem, 'code'>>;
}

export interface SuppressionContext {
  /** ISO date. */
  readonly today: string;
  readonly ruleIds: readonly string[];
  /** Whether the rule is switched off, so that nothing could be found. */
  isOff(rule: string): boolean;
}

/** Looks at what would have to be said about an entity for other rules to decide. */
export interface UnansweredRule extends RuleBase {
  readonly on: 'unanswered';
  check(entity: Entity, questions: readonly Question[]): Iterable<Violation>;
}

/** A key that is not written, and a rule that cannot decide without it. */
export interface Question {
  readonly rule: string;
  readonly key: string;
}

export type Rule = EntityRule | DocumentRule | SuppressionRule | UnansweredRule;

export const violates = (violation: Omit<Violation, 'verdict'>): Violation => ({ verdict: 'violates', ...violation });
export const holds = (because: string): Holds => ({ verdict: 'holds', because });
export const unknown = (...missing: Unknown['missing']): Unknown => ({ verdict: 'unknown', missing });

/** The rule that reports one code of what reading brings up. */
export function problems(code: Problem['code'], severity: Severity): DocumentRule {
  return {
    on: 'document',
    severity,
    *check(document) {
      for (const problem of document.problems) if (problem.code === code) yield problem;
    },
  };
}

export type { Severity };

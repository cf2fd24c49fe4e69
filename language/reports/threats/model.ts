/**
 * The threat model of a project as plain data, from which every format is written: what is in scope, what is worth
 * protecting, what flows where, each threat with what is done about it, and what is not known. Invariant: sorted, the
 * same for the same texts; ids rest on qualified names. O(findings + entities).
 */
import { carriedBy, kept } from '../../analyses/security/assets.ts';
import { stations } from '../../analyses/security/attack.ts';
import { isInScope, rolesOf } from '../../analyses/security/element.ts';
import type { Facts } from '../../analyses/facts.ts';
import { boundaries, crossing } from '../../analyses/trust/trust.ts';
import type { Location } from '../../model/finding.ts';
import { label, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { isLibrary } from '../../model/origin.ts';
import { qualifiedName } from '../../model/symbols.ts';
import type { Id } from '../../model/symbols.ts';
import { impacts, likelihoods, residualOf } from '../../model/threat.ts';
import type { Rating, Stride, Threat } from '../../model/threat.ts';
import type { Assessed, Project } from '../../project/project.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';

export const threatStatuses = [
  'open',
  'in progress',
  'mitigated',
  'accepted',
  'transferred',
  'false positive',
] as const;
export type ThreatStatus = (typeof threatStatuses)[number];

export interface ThreatElement {
  readonly id: Id;
  readonly kind: string;
  readonly name: string;
  readonly title: string;
  readonly documentation: string | undefined;
  /** The innermost boundary around it. */
  readonly boundary: Id | undefined;
  readonly inScope: boolean;
  /** Why it is out of scope. */
  readonly because: string | undefined;
  readonly roles: readonly string[];
  readonly data: readonly Id[];
  readonly trust: string | undefined;
}

export interface ThreatFlow {
  readonly id: Id;
  readonly name: string;
  readonly title: string;
  readonly source: Id;
  readonly target: Id;
  readonly protocol: string | undefined;
  readonly crosses: boolean;
  readonly encrypted: boolean | undefined;
  readonly authenticated: boolean | undefined;
  readonly data: readonly Id[];
}

export interface ThreatAsset {
  readonly id: Id;
  readonly name: string;
  readonly title: string;
  readonly documentation: string | undefined;
  readonly classification: KeyValues['classification'] | undefined;
  readonly integrity: KeyValues['integrity'] | undefined;
  readonly availability: KeyValues['availability'] | undefined;
  readonly personal: boolean | undefined;
}

export interface ThreatEntry {
  /** Stable under reordering and retitling. */
  readonly id: string;
  readonly rule: string;
  readonly title: string;
  readonly element: Id;
  readonly elementName: string;
  readonly message: string;
  readonly stride: readonly Stride[];
  readonly refs: readonly string[];
  readonly likelihood: string;
  readonly impact: string;
  readonly rating: Rating;
  readonly derivation: readonly string[];
  readonly affects: readonly Id[];
  readonly status: ThreatStatus;
  /** What stays once what is in place counts. */
  readonly residual: Rating;
  readonly treatment: Treatment | undefined;
  /** From where untrusted input enters to the element, in order. */
  readonly path: readonly Id[];
  readonly location: Location;
}

export interface Treatment {
  readonly reason: string | undefined;
  readonly by: string | undefined;
  readonly decided: string | undefined;
  readonly until: string | undefined;
  readonly expired: boolean;
  readonly progress: string | undefined;
  readonly evidence: readonly string[];
}

export interface ThreatModel {
  readonly title: string;
  readonly elements: readonly ThreatElement[];
  readonly flows: readonly ThreatFlow[];
  readonly assets: readonly ThreatAsset[];
  readonly threats: readonly ThreatEntry[];
  readonly assumptions: readonly string[];
  /** What would have to be said for security rules to decide. */
  readonly questions: readonly { readonly element: Id; readonly keys: readonly string[] }[];
}

/** @param titleOf what a rule is called. */
export function threatModelOf(project: Project, titleOf: (rule: string) => string): ThreatModel {
  const assessed = project.assessed();
  const open = project.unanswered();
  return project.ask('threat model', (facts) => {
    const own = [...project.model.entities.values()]
      .filter(({ uris }) => !isLibrary(uris[0] ?? ''))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    const elements = own.filter(({ id }) => id.startsWith('element:')).map((entity) => elementOf(facts, entity));
    const threats = assessed.flatMap((one) => threatOf(facts, one, titleOf)).sort(byRating);
    const system = own.find(({ kind }) => kind === 'system');
    return {
      title: system === undefined ? 'Threat model' : (system.title ?? system.name),
      elements,
      flows: own.flatMap((entity) => flowOf(facts, entity)),
      assets: own.filter(({ kind }) => kind === 'data').map(assetOf),
      threats,
      assumptions: assumptionsOf(elements, threats),
      questions: [...open]
        .map(([element, asked]) => ({
          element,
          keys: [...new Set(asked.filter(({ rule }) => rule.startsWith('security/')).map(({ key }) => key))].sort(),
        }))
        .filter(({ keys }) => keys.length > 0)
        .sort((a, b) => (a.element < b.element ? -1 : 1)),
    };
  });
}

/** Names that people read; ids that stay. */
export const nameOf = (id: Id): string => qualifiedName(id);

function elementOf(facts: Facts, entity: Entity): ThreatElement {
  const around = facts.of(boundaries, entity.id).filter((id) => id !== entity.id);
  return {
    id: entity.id,
    kind: entity.kind,
    name: entity.qualified,
    title: entity.title ?? entity.name,
    documentation: entity.documentation,
    boundary: around[0],
    inScope: isInScope(facts, entity),
    because: written(entity, 'scope')?.because,
    roles: rolesOf(facts, entity),
    data: facts.of(kept, entity.id).map(({ id }) => id),
    trust: entity.kind === 'boundary' ? written(entity, 'trust') : undefined,
  };
}

function flowOf(facts: Facts, entity: Entity): ThreatFlow[] {
  if (entity.kind !== 'flow' || entity.source === undefined || entity.target === undefined) return [];
  const { crosses, encrypted, authenticated } = facts.of(crossing, entity.id);
  return [
    {
      id: entity.id,
      name: entity.qualified,
      title: entity.title ?? entity.name,
      source: entity.source,
      target: entity.target,
      protocol: written(entity, 'over'),
      crosses,
      encrypted,
      authenticated,
      data: carriedBy(facts, entity).map(({ id }) => id),
    },
  ];
}

const assetOf = (entity: Entity): ThreatAsset => ({
  id: entity.id,
  name: entity.qualified,
  title: entity.title ?? entity.name,
  documentation: entity.documentation,
  classification: written(entity, 'classification'),
  integrity: written(entity, 'integrity'),
  availability: written(entity, 'availability'),
  personal: written(entity, 'personal'),
});

function threatOf(facts: Facts, assessed: Assessed, titleOf: (rule: string) => string): ThreatEntry[] {
  const { finding } = assessed;
  const { threat, subject } = finding;
  const element = subject === undefined ? undefined : facts.entity(subject);
  if (!threat || !element) return [];
  const decision = assessed.treatment === undefined ? undefined : facts.entity(assessed.treatment);
  const status = statusOf(assessed, decision);
  const at = element.kind === 'flow' ? (element.target ?? element.id) : element.id;
  return [
    {
      id: finding.id,
      rule: finding.rule,
      title: titleOf(finding.rule),
      element: element.id,
      elementName: label(element),
      message: finding.message,
      stride: threat.stride,
      refs: threat.refs,
      likelihood: likelihoods[threat.likelihood - 1] ?? '',
      impact: impacts[threat.impact - 1] ?? '',
      rating: threat.rating,
      derivation: threat.derivation,
      affects: threat.affects,
      status,
      residual: residual(threat, status, decision),
      treatment: treatmentOf(facts, assessed, decision),
      path: stations(facts, at),
      location: { uri: finding.uri, range: finding.range },
    },
  ];
}

function statusOf({ hidden, isPast }: Assessed, decision: Entity | undefined): ThreatStatus {
  if (isPast) return 'open';
  if (decision?.kind === 'mitigation') {
    const progress = written(decision, 'progress') ?? 'planned';
    return hidden ? 'mitigated' : progress === 'started' ? 'in progress' : 'open';
  }
  if (!hidden) return 'open';
  const as = decision && written(decision, 'as');
  return as === 'false-positive' ? 'false positive' : as === 'transferred' ? 'transferred' : 'accepted';
}

function residual(threat: Threat, status: ThreatStatus, decision: Entity | undefined): Rating {
  if (status === 'false positive') return 'low';
  const progress = status === 'mitigated' && decision ? written(decision, 'progress') : undefined;
  return progress === undefined ? threat.rating : residualOf(threat, progress).rating;
}

function treatmentOf(facts: Facts, assessed: Assessed, decision: Entity | undefined): Treatment | undefined {
  if (!decision) {
    if (!assessed.hidden) return undefined;
    const { reason } = assessed;
    return {
      reason,
      by: undefined,
      decided: undefined,
      until: undefined,
      expired: false,
      progress: undefined,
      evidence: [],
    };
  }
  const by = written(decision, 'by') ?? written(decision, 'owner');
  const who = by && ('person' in by ? by.person : nameIn(facts, by.team.ids[0]));
  return {
    reason: written(decision, 'because'),
    by: who,
    decided: written(decision, 'decided'),
    until: written(decision, 'until'),
    expired: assessed.isPast,
    progress: decision.kind === 'mitigation' ? (written(decision, 'progress') ?? 'planned') : undefined,
    evidence: written(decision, 'evidence') ?? [],
  };
}

function nameIn(facts: Facts, id: Id | undefined): string | undefined {
  const entity = id === undefined ? undefined : facts.entity(id);
  return entity && (entity.title ?? entity.name);
}

const RATINGS: readonly Rating[] = ['critical', 'high', 'medium', 'low'];
const byRating = (a: ThreatEntry, b: ThreatEntry): number =>
  RATINGS.indexOf(a.rating) - RATINGS.indexOf(b.rating) || (a.id < b.id ? -1 : 1);

function assumptionsOf(elements: readonly ThreatElement[], threats: readonly ThreatEntry[]): string[] {
  const trusted = elements.flatMap(({ title, because }) =>
    because === undefined ? [] : [`${title} is not judged here: ${because}`],
  );
  const lapsed = threats
    .filter(({ treatment }) => treatment?.expired)
    .map(({ id }) => `What was decided about ${id} has expired.`);
  return [...trusted, ...lapsed];
}

import { guaranteesOf } from '../../analyses/consistency/derive.ts';
import { faultsOf } from '../../analyses/consistency/fault-model.ts';
import { judge } from '../../analyses/consistency/guarantees.ts';
import type { Guarantees } from '../../analyses/consistency/guarantees.ts';
import { implies, maximal } from '../../analyses/consistency/models.ts';
import { needsOf, partiesTo } from '../../analyses/consistency/needs.ts';
import type { Need } from '../../analyses/consistency/needs.ts';
import { participantsOf } from '../../analyses/consistency/participants.ts';
import { spread } from '../../analyses/consistency/spread.ts';
import type { Facts } from '../../analyses/facts.ts';
import { keepsState } from '../../analyses/latency/access.ts';
import { floorsOf, readAlternatives } from '../../analyses/latency/alternatives.ts';
import type { Alternative } from '../../analyses/latency/alternatives.ts';
import { byPlace } from '../../analyses/latency/text.ts';
import { faultText } from '../../analyses/placement/survival.ts';
import { durationText } from '../../analyses/timing/text.ts';
import { label, written, writtenValues } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { listed } from '../../model/wording.ts';
import { violates } from '../rule.ts';
import type { EntityRule, Place } from '../rule.ts';

const rule: EntityRule = {
  severity: 'info',
  on: ['flow'],
  *check(flow, facts) {
    const store = flow.target === undefined ? undefined : facts.entity(flow.target);
    if (!store || !keepsState(store) || written(flow, 'access') !== 'read') return;
    const needs = statedNeeds(facts, flow, store);
    if (!needs) return;
    const now = guaranteesOf(facts, flow, store);
    if (!needs.every(({ model }) => judge(now, model).verdict === 'holds')) return;
    const readers = readersOf(facts, store);
    const offers = [...readAlternatives(facts, flow, store)]
      .filter(({ at }) => at.id === flow.id || (readers[0]?.id === flow.id && readers.length === 1))
      .flatMap((alternative) => offerOf(facts, flow, store, now, needs, alternative) ?? []);
    const best = offers.reduce<Offer | undefined>((a, b) => (a && a.most >= b.most ? a : b), undefined);
    if (!best) return;
    const { alternative, lost } = best;
    const setting = `\`${alternative.key}: ${alternative.value}\``;
    const needed = listed([...new Set(needs.map(({ model }) => model))], 'and');
    yield violates({
      at: placeOf(flow, needs),
      message:
        `\`${label(flow)}\` needs no more than ${needed}, and is given ${lost}. ` +
        `With ${setting} on \`${label(alternative.at)}\` it would still be given ${needed}, and be answered ${best.gain}. ` +
        `Set it, or say who needs ${lost} (\`needs: ${lost}\`).`,
      related: needs
        .filter(({ by }) => by.id !== flow.id)
        .map(({ by, model }) => ({ at: { entity: by.id, key: 'needs' }, message: `\`${label(by)}\` needs ${model}` })),
      fixes: [
        {
          title: `Set ${setting} on \`${label(alternative.at)}\``,
          edits: [{ type: 'set', entity: alternative.at.id, key: alternative.key, value: alternative.value }],
        },
      ],
    });
  },
};

export default rule;

const readersOf = (facts: Facts, store: Entity): Entity[] =>
  facts.flowsTo(store.id).flatMap((id) => {
    const flow = facts.entity(id);
    const access = flow && written(flow, 'access');
    return flow && (access === undefined || access === 'read') ? [flow] : [];
  });

/** What everybody who relies on a read needs; nothing where somebody does not say. */
function statedNeeds(facts: Facts, flow: Entity, store: Entity): readonly Need[] | undefined {
  const says = (party: Entity): boolean => writtenValues(party, 'needs').length > 0;
  const parties = partiesTo(facts, flow, store);
  const others = (kind: string): Entity[] => parties.filter((party) => party.kind === kind);
  const all = [others('operation'), others('data')];
  const isSaid = says(flow) || says(store) || all.some((group) => group.length > 0 && group.every(says));
  const needs = isSaid ? needsOf(facts, flow, store) : [];
  return needs.length > 0 ? needs : undefined;
}

interface Offer {
  readonly alternative: Alternative;
  /** The strongest of what would no longer hold. */
  readonly lost: string;
  /** Milliseconds, where most is saved. */
  readonly most: number;
  readonly gain: string;
}

/** An alternative that gives surely less, surely all that is needed, and surely at a lower price. */
function offerOf(
  facts: Facts,
  flow: Entity,
  store: Entity,
  now: Guarantees,
  needs: readonly Need[],
  alternative: Alternative,
): Offer | undefined {
  const then = guaranteesOf(facts, alternative.flow, alternative.store);
  if (!needs.every(({ model }) => judge(then, model).verdict === 'holds')) return undefined;
  const granted = maximal(now.grants.map(({ model }) => model));
  const lost = granted.find(
    (model) =>
      judge(now, model).verdict === 'holds' && then.refutations.some((refuted) => implies(model, refuted.model)),
  );
  if (lost === undefined) return undefined;
  const saved = savings(facts, flow, alternative);
  if (!saved) return undefined;
  const gains = [...(saved.most > 0 ? [saved.text] : []), ...(staysAvailable(facts, flow, store, alternative) ?? [])];
  return gains.length > 0 ? { alternative, lost, most: saved.most, gain: gains.join(', and ') } : undefined;
}

/** Round trips that are surely saved; undefined where the alternative may take longer. */
function savings(facts: Facts, flow: Entity, alternative: Alternative): { most: number; text: string } | undefined {
  const all = floorsOf(facts, flow, alternative).map(({ place, now, then }) => ({
    place,
    now: now.least,
    saved: then.most === undefined ? undefined : now.least - then.most,
  }));
  if (all.some(({ saved }) => saved !== undefined && saved < 0)) return undefined;
  const less = all.flatMap(({ place, saved }) => (saved !== undefined && saved > ROUNDING ? [{ place, saved }] : []));
  const most = Math.max(0, ...less.map(({ saved }) => saved));
  const text = byPlace(
    facts,
    less,
    ({ saved }) => `${durationText(saved)} sooner`,
    ({ saved }) => saved,
  );
  return { most, text: `${text}, asked at the nearest copy` };
}

/** Sums of floating-point durations may differ by rounding alone; milliseconds. */
const ROUNDING = 1e-6;

/** Whether it would be answered on each side of a partition that is to be survived, and is not now. */
function staysAvailable(
  facts: Facts,
  flow: Entity,
  store: Entity,
  { flow: changed, store: other }: Alternative,
): string[] | undefined {
  const alone = (of: Entity, at: Entity): boolean => {
    const rounds = participantsOf(facts, of, at)?.rounds ?? [];
    return (
      rounds.length > 0 &&
      rounds.every(
        ({ contact, answers }) =>
          contact !== 'leader' && contact !== 'tail' && (answers ?? Infinity) <= (contact === 'coordinator' ? 1 : 0),
      )
    );
  };
  if (alone(flow, store) || !alone(changed, other)) return undefined;
  for (const faults of faultsOf(facts, store))
    for (const line of writtenValues(faults, 'tolerate'))
      for (const fault of line) {
        if (fault.fault !== 'partition') continue;
        const places = 'places' in fault ? fault.places.flatMap((place) => place.ids) : undefined;
        const sides = spread(facts, store, 'domain' in fault ? fault.domain : undefined, places) ?? [];
        if (sides.length > 1) return [`on every side of a \`${faultText([fault])}\``];
      }
  return undefined;
}

/** Where the need is stated: closest to the read. */
function placeOf(flow: Entity, needs: readonly Need[]): Place {
  return needs.some(({ by }) => by.id === flow.id) ? { entity: flow.id, key: 'needs' } : { entity: flow.id };
}

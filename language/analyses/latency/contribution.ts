import { label } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { listed } from '../../model/wording.ts';
import { stateKinds } from '../../vocabulary/kinds.ts';
import { guaranteesOf } from '../consistency/derive.ts';
import { judge } from '../consistency/guarantees.ts';
import type { Consequence, Contributor, Fact, Facts } from '../facts.ts';
import { durationText } from '../timing/text.ts';
import { accessFloors, comparedFloors } from './access.ts';
import type { AccessFloors, FloorFrom, OtherFloors } from './access.ts';
import type { Floor } from './floor.ts';
import { accessesOf, causalOperationFloors, operationFloors } from './operation.ts';
import type { OperationFloor } from './operation.ts';
import { classText, joined, pacelcOf } from './pacelc.ts';
import type { Pacelc } from './pacelc.ts';
import { byPlace, legsText, placeName } from './text.ts';

const LABEL = 'Round trips';

const contributor: Contributor = {
  on: ['flow', 'operation', ...stateKinds, 'consensus'],
  facts(facts, entity) {
    if (entity.kind === 'operation') return operationFacts(facts, entity);
    return entity.kind === 'flow' ? flowFacts(facts, entity) : [];
  },
  consequences(facts, entity) {
    if (entity.kind === 'operation')
      return [
        ...placed(facts.of(operationFloors, entity.id)).map(({ place, time }) =>
          consequence(facts, entity, place, time),
        ),
        ...classConsequence(entity, classOfOperation(facts, entity).whole),
      ];
    const access = facts.of(accessFloors, entity.id);
    const store = entity.kind === 'flow' && entity.target !== undefined ? facts.entity(entity.target) : undefined;
    return [
      ...(access?.from ?? []).map(({ place, floor }) => consequence(facts, entity, place, floor.least)),
      ...classConsequence(entity, store && pacelcOf(facts, entity, store)),
    ];
  },
  colourings: [
    {
      name: 'latency',
      meaning: 'Round trips of the slowest access',
      measure(facts, store) {
        const from = facts.flowsTo(store.id).flatMap((id) => facts.of(accessFloors, id)?.from ?? []);
        if (from.length === 0) return undefined;
        const amount = Math.max(...from.map(({ floor }) => floor.least));
        return { amount, text: `at least ${durationText(amount)}` };
      },
    },
  ],
};

export default contributor;

function flowFacts(facts: Facts, flow: Entity): Fact[] {
  const store = flow.target === undefined ? undefined : facts.entity(flow.target);
  if (!store) return [];
  const access = facts.of(accessFloors, flow.id);
  return [...(access ? floorFacts(facts, access) : []), ...classFacts(facts, flow, store, access)];
}

function floorFacts(facts: Facts, { from }: AccessFloors): Fact[] {
  const worst = from.reduce<FloorFrom | undefined>((a, b) => (a && a.floor.least >= b.floor.least ? a : b), undefined);
  if (!worst || worst.floor.least === 0) return [];
  const value = byPlace(
    facts,
    from,
    ({ floor }) => floorText(floor),
    ({ floor }) => floor.least,
  );
  return [
    {
      label: LABEL,
      value,
      reason: `from \`${placeName(facts, worst.place)}\` ${legsText(facts, worst.floor.legs)}`,
      hint: { kind: 'time', text: `round trips: ${rangeText(from.map(({ floor }) => floor.least))}` },
    },
  ];
}

/** What it comes to, as far as the description leaves that open. */
function floorText({ least, most }: Floor): string {
  if (most === undefined) return `at least ${durationText(least)}`;
  return most > least ? `${durationText(least)} to ${durationText(most)}` : durationText(least);
}

function rangeText(times: readonly number[]): string {
  const [least, most] = [Math.min(...times), Math.max(...times)];
  return `at least ${durationText(least)}${most > least ? ` to ${durationText(most)}` : ''}`;
}

function classFacts(facts: Facts, flow: Entity, store: Entity, access: AccessFloors | undefined): Fact[] {
  const found = pacelcOf(facts, flow, store);
  if (!found || (!found.partition && !found.otherwise)) return [];
  const reasons = [
    ...(found.partition ? [`in a partition ${found.partition.because}`] : []),
    ...(found.otherwise ? [`else ${found.otherwise.because}`] : []),
  ];
  const result: Fact[] = [{ label: 'PACELC', value: classText(found), reason: reasons.join('; ') }];
  if (!access || access.from.length === 0 || access.kept === undefined) return result;
  const isLinearizable = judge(guaranteesOf(facts, flow, store), 'linearizable').verdict === 'holds';
  const from = comparedFloors(access);
  if (found.otherwise?.given === 'C') result.push(compared(facts, access, from, 'causal'));
  if (!isLinearizable && access.participants.replicas !== undefined) {
    if (from.some((at) => differs(at, 'linearizable'))) result.push(compared(facts, access, from, 'linearizable'));
  }
  return result;
}

type Other = 'causal' | 'linearizable';

const difference = (from: OtherFloors, other: Other): number => from[other].least - from.floor.least;
const differs = (from: OtherFloors, other: Other): boolean => Math.abs(difference(from, other)) > ROUNDING;

/** Sums of floating-point durations may differ by rounding alone; milliseconds. */
const ROUNDING = 1e-6;

/** The floors under another guarantee, and by how much they differ from those under the chosen one. */
function compared(facts: Facts, access: AccessFloors, from: readonly OtherFloors[], other: Other): Fact {
  const text = (at: OtherFloors): string => {
    const by = difference(at, other);
    const more = differs(at, other) ? `${durationText(Math.abs(by))} ${by > 0 ? 'more' : 'less'}` : 'the same';
    return `${floorText(at[other])} (${more})`;
  };
  const isRead = access.participants.rounds.every(({ purpose }) => purpose === 'read');
  const kept = isRead || access.kept === undefined ? '' : `, each write kept by ${counted(access.kept)} as it is now`;
  return {
    label: `${other === 'causal' ? 'Causal' : 'Linearizable'} instead${isRead ? '' : ', as durable'}`,
    value: byPlace(facts, from, text, (at) => Math.abs(difference(at, other))),
    reason:
      other === 'causal'
        ? `answered by the best placed copy${kept}`
        : `through one that leads, with a majority behind each answer${isRead ? '' : ' and at least as many copies as now'}`,
  };
}

const counted = (copies: number): string => (copies === 1 ? 'one copy' : `${String(copies)} copies`);

function operationFacts(facts: Facts, operation: Entity): Fact[] {
  return [...operationFloorFacts(facts, operation), ...operationClassFacts(facts, operation)];
}

function operationFloorFacts(facts: Facts, operation: Entity): Fact[] {
  const from = placed(facts.of(operationFloors, operation.id));
  const worst = from.reduce<Placed | undefined>((a, b) => (a && a.time >= b.time ? a : b), undefined);
  if (!worst || worst.time === 0) return [];
  const terms = worst.terms.map(({ flow, time, times }) => {
    const entity = facts.entity(flow);
    return `\`${entity ? label(entity) : flow}\` ${times > 1 ? `${String(times)} × ` : ''}${durationText(time)}`;
  });
  const causal = new Map(causalOperationFloors(facts, operation.id).map(({ place, time }) => [place, time]));
  const saved = ({ place, time }: Placed): number => time - (causal.get(place) ?? time);
  const timeOf = ({ time }: Placed): number => time;
  const result: Fact[] = [
    {
      label: LABEL,
      value: `at least ${byPlace(facts, from, (at) => durationText(at.time), timeOf)}`,
      reason: `from \`${placeName(facts, worst.place)}\` ${terms.join(' + ')}`,
      hint: { kind: 'time', text: `round trips: ${rangeText(from.map(timeOf))}` },
    },
  ];
  if (from.some((at) => saved(at) > ROUNDING))
    result.push({
      label: 'Causal instead, as durable',
      value: byPlace(
        facts,
        from,
        (at) =>
          saved(at) > ROUNDING
            ? `${durationText(at.time - saved(at))} (${durationText(saved(at))} less)`
            : `${durationText(at.time)} (the same)`,
        saved,
      ),
      reason: 'each access answered by the best placed copy, each write kept by as many as it is now',
    });
  return result;
}

function classOfOperation(facts: Facts, operation: Entity) {
  const accesses = accessesOf(facts, operation.id).map((flow) => {
    const store = flow.target === undefined ? undefined : facts.entity(flow.target);
    return { flow, found: store && pacelcOf(facts, flow, store) };
  });
  return { accesses, whole: joined(accesses.map(({ found }) => found)) };
}

const classConsequence = ({ id }: Entity, found: Pacelc | undefined): Consequence[] =>
  found && (found.partition ?? found.otherwise) ? [{ entity: id, measure: 'PACELC', value: classText(found) }] : [];

function operationClassFacts(facts: Facts, operation: Entity): Fact[] {
  const { accesses, whole } = classOfOperation(facts, operation);
  if (!whole || (!whole.partition && !whole.otherwise)) return [];
  const parts = accesses.flatMap(({ flow, found }) => (found ? [`\`${label(flow)}\` ${classText(found)}`] : []));
  return [{ label: 'PACELC', value: classText(whole), reason: `waits for all of ${listed(parts, 'and')}` }];
}

type Placed = OperationFloor & { readonly place: string };

const placed = (floors: readonly OperationFloor[]): Placed[] =>
  floors.filter((floor): floor is Placed => floor.place !== undefined);

const consequence = (facts: Facts, { id }: Entity, place: string, time: number): Consequence => ({
  entity: id,
  measure: `${LABEL} from ${placeName(facts, place)}, at least`,
  value: durationText(time),
  amount: time,
  unit: 'ms',
  better: 'less',
});

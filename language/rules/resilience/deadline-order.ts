import { callTime, durationSum, earliestStart, exceeds, reaches, triesText } from '../../analyses/timing/call.ts';
import type { CallTime } from '../../analyses/timing/call.ts';
import { durationText } from '../../analyses/timing/text.ts';
import { demandInside, demandOfOperation } from '../../analyses/requests/demand.ts';
import type { Demand } from '../../analyses/requests/demand.ts';
import { callsOf, handlerOf, placeOf, requestTree } from '../../analyses/requests/tree.ts';
import type { Facts } from '../../analyses/facts.ts';
import { listed } from '../../model/wording.ts';
import { label, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { violates } from '../rule.ts';
import type { EntityRule, Mend, Violation } from '../rule.ts';

const rule: EntityRule = {
  severity: 'warning',
  on: ['flow', 'operation'],
  *check(entity, facts) {
    if (entity.kind === 'operation') yield* inOperation(facts, entity);
    else yield* inFlow(facts, entity);
  },
};

export default rule;

function* inFlow(facts: Facts, flow: Entity): Iterable<Violation> {
  const call = facts.of(callTime, flow.id);
  const own = withinCall(flow, call);
  if (own) yield own;
  if (flow.asynchronous || (call.attempt ?? call.deadline) === undefined) return;
  const handler = handlerOf(facts, flow);
  if (handler) yield* nested(facts, flow, call, demandOfOperation(facts, handler.id), flow.target, undefined);
}

function* inOperation(facts: Facts, operation: Entity): Iterable<Violation> {
  const deadline = written(operation, 'deadline');
  const demand = deadline === undefined ? undefined : demandOfOperation(facts, operation.id);
  if (deadline !== undefined && demand && exceeds(demand.time, deadline))
    yield beyondOperation(facts, operation, deadline, demand);
  const tree = facts.of(requestTree, operation.id);
  const seen = new Set<Id>();
  for (const node of callsOf([...tree.steps, ...tree.detached])) {
    const flow = node.flow === undefined ? undefined : facts.entity(node.flow);
    if (!flow || flow.asynchronous || node.inside.length === 0 || seen.has(flow.id)) continue;
    seen.add(flow.id);
    const inside = demandInside(facts, node);
    yield* nested(facts, flow, facts.of(callTime, flow.id), inside, flow.target, operation);
  }
}

/** A call whose own tries do not fit into its own deadline. */
function withinCall(flow: Entity, call: CallTime): Violation | undefined {
  const { attempt, deadline, tries, triesLeast } = call;
  if (attempt === undefined || deadline === undefined || triesLeast === undefined) return undefined;
  if (!exceeds(triesLeast, deadline)) return undefined;
  const name = `\`${label(flow)}\``;
  const [one, whole] = [durationText(attempt), durationText(deadline)];
  const related = [
    { at: { entity: flow.id, key: 'attempt' }, message: `each try may take ${one}` },
    ...(tries !== undefined && tries > 1
      ? [{ at: { entity: flow.id, key: 'retries' }, message: `up to ${String(tries)} tries` }]
      : []),
  ];
  const what = exceeds(attempt, deadline)
    ? `${name} gives each try ${one} but the whole call only ${whole}: no try ever has its ${one}${tries !== undefined && tries > 1 ? ', and none that hangs is repeated' : ''}.`
    : `${name} may try ${String(tries)} times, ${triesText(call)} = ${durationText(triesLeast)} when every try hangs${mayWaitLonger(call) ? ' (and longer with its waits)' : ''}, but \`deadline: ${whole}\` ends the call before: ${cutOff(call, attempt, deadline)}.`;
  return violates({
    at: { entity: flow.id, key: 'deadline' },
    aspect: 'tries',
    message: `${what} Raise the deadline, or shorten or reduce the tries.`,
    related,
    fixes: fixes(flow, call),
  });
}

const mayWaitLonger = ({ triesLeast, triesMost }: CallTime): boolean =>
  triesMost === undefined || triesLeast === undefined || exceeds(triesMost, triesLeast);

/** What the deadline leaves of the last tries. Called only where it leaves something out. */
function cutOff(call: CallTime, attempt: number, deadline: number): string {
  const tries = call.tries ?? 1;
  for (let number = 2; number <= tries; number++) {
    const start = earliestStart(call, attempt, number);
    if (reaches(start, deadline)) {
      const never =
        number === tries
          ? `try ${String(number)} never begins`
          : `tries ${String(number)} to ${String(tries)} never begin`;
      return `${never} when those before hang`;
    }
    if (exceeds(start + attempt, deadline) && number === tries)
      return `try ${String(number)} has ${durationText(deadline - start)} of its ${durationText(attempt)} left at most`;
  }
  return 'the last try is cut short';
}

function fixes(flow: Entity, call: CallTime): Mend[] {
  const need = call.triesMost ?? call.triesLeast;
  if (need === undefined) return [];
  const value = durationText(Math.ceil(need));
  return [
    {
      title: `Give the call time for all its tries: \`deadline: ${value}\``,
      edits: [{ type: 'set', entity: flow.id, key: 'deadline', value }],
    },
  ];
}

/** A caller that gives up while the element it calls may rightly still be waiting for others. */
function* nested(
  facts: Facts,
  flow: Entity,
  call: CallTime,
  inside: Demand,
  target: Id | undefined,
  operation: Entity | undefined,
): Iterable<Violation> {
  const key = call.attempt === undefined ? 'deadline' : 'attempt';
  const limit = Math.min(call.attempt ?? Infinity, call.deadline ?? Infinity);
  // At the same limit the caller gives up first: the element called began later.
  if (limit === Infinity || inside.time === 0 || !reaches(inside.time, limit)) return;
  const callee = target === undefined ? undefined : facts.entity(target);
  const again = (call.tries ?? 1) > 1 ? ', and the next try starts it again' : '';
  yield violates({
    at: { entity: flow.id, key: call.deadline === limit ? 'deadline' : key },
    aspect: operation ? flow.qualified : 'callee',
    message:
      `\`${label(flow)}\` gives up after ${durationText(limit)}, but \`${callee ? label(callee) : ''}\` may then still rightly be waiting for ${demandText(facts, inside)}: ` +
      `it works on for a caller that is gone${again}. Give \`${label(flow)}\` more than ${durationText(inside.time)}, or those it waits for less.`,
    related: [
      ...termPlaces(facts, inside),
      ...(operation
        ? [{ at: { entity: operation.id, key: 'steps' }, message: 'one is called while the other is handled' }]
        : []),
    ],
  });
}

function beyondOperation(facts: Facts, operation: Entity, deadline: number, demand: Demand): Violation {
  const at = placeOf(facts, operation);
  const who = at === undefined ? undefined : facts.entity(at);
  return violates({
    at: { entity: operation.id, key: 'deadline' },
    aspect: 'deadline',
    message:
      `\`${label(operation)}\` ends after ${durationText(deadline)}, but ${who ? `\`${label(who)}\`` : 'it'} may then still rightly be waiting for ${demandText(facts, demand)}. ` +
      `Raise the deadline above ${durationText(demand.time)}, or give its calls less.`,
    related: termPlaces(facts, demand),
  });
}

/** More calls than this are summed up. */
const MOST_TERMS = 4;

function demandText(facts: Facts, { terms, time }: Demand): string {
  const shown = terms.slice(0, MOST_TERMS).map(({ flow, time: each, times }) => {
    const entity = facts.entity(flow);
    const call = facts.of(callTime, flow);
    const sum = durationSum(call);
    const own =
      times > 1 ? `${String(times)} × ${durationText(each)}` : `${durationText(each)}${sum === '' ? '' : ` (${sum})`}`;
    return `\`${entity ? label(entity) : flow}\` up to ${own}`;
  });
  if (terms.length > shown.length) shown.push(`${String(terms.length - shown.length)} more`);
  return `${listed(shown, 'and')}${terms.length > 1 ? `, ${durationText(time)} together` : ''}`;
}

function termPlaces(facts: Facts, { terms }: Demand): { at: { entity: Id; key: string }; message: string }[] {
  return terms.slice(0, MOST_TERMS).map(({ flow, time }) => {
    const entity = facts.entity(flow);
    const key = facts.of(callTime, flow).deadline === time ? 'deadline' : 'attempt';
    return {
      at: { entity: flow, key },
      message: `\`${entity ? label(entity) : flow}\` may take ${durationText(time)}`,
    };
  });
}

/**
 * What becomes of what runs, of its flows and of operations: down, cut off from what it needs, interrupted, or going on
 * without what it can do without. O(calls × copies of the caller).
 */
import { label } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { flowsOf } from '../consistency/needs.ts';
import { defineAnalysis, entitiesOf } from '../facts.ts';
import type { Effect, Grounds } from '../facts.ts';
import { groupsOf, placeText } from '../failures/group.ts';
import { isSpared, Operations } from '../failures/operations.ts';
import { allOf, anyOf, no } from '../failures/outcome.ts';
import type { Outcome } from '../failures/outcome.ts';
import type { Ground, Position } from '../failures/situation.ts';
import { requestTree } from '../requests/tree.ts';
import { callOf, sidesFor, works, worksAt } from '../failures/works.ts';
import { answering } from './changed.ts';

export function effectsOnOperation(grounds: Grounds, operation: Entity): Effect[] {
  const { failing, usual } = grounds;
  const { facts } = failing;
  const { at } = facts.of(requestTree, operation.id);
  const entry = at === undefined ? undefined : facts.entity(at);
  const ask = (ground: Ground): FromPlace[] =>
    (entry ? askers(ground, entry) : [undefined]).map((place) => ({
      at: place,
      outcome: worksAt(ground, operation, 'available', place),
    }));
  const answers = fromPlaces(ask(failing), ask(usual), 'stops');
  if (answers.some(({ kind }) => kind === 'stops')) return answers;
  return [...answers, ...doneWithout(grounds, entitiesOf(facts, [...flowsOf(facts, operation)]))];
}

/** Element to the operations that start there. */
const operationsAt = defineAnalysis<ReadonlyMap<Id, readonly Id[]>>('effects/operations-at', (facts) => {
  const byElement = new Map<Id, Id[]>();
  for (const operation of facts.ofKind('operation')) {
    const { at } = facts.of(requestTree, operation);
    if (at === undefined) continue;
    const list = byElement.get(at);
    if (list) list.push(operation);
    else byElement.set(at, [operation]);
  }
  return byElement;
});

/** The analysis looks at the whole project; it is kept under one id. */
const PROJECT = '';

export function effectsOnRunning(grounds: Grounds, element: Entity): Effect[] {
  const { failing } = grounds;
  if (failing.stopsElement(element.id)) return [{ kind: 'stops', text: 'is down' }];
  const alone = (ground: Ground): Outcome =>
    anyOf(
      askers(ground, element).map((at) => new Operations(ground).running(element, at, [])),
      '',
    );
  const down = answering({ failing: alone(failing), usual: alone(grounds.usual) });
  if (down.length > 0) return down;
  const serves = serving(grounds, element);
  return serves.some(({ kind }) => kind === 'stops') ? serves : [...serves, ...fewer(failing, element)];
}

/** From where somebody may ask it. */
const askers = (ground: Ground, element: Entity): readonly Position[] =>
  ground.isConnected ? [undefined] : sidesFor(ground, element);

/** What runs may do nothing useful any more: judged by its operations, and without them by what it calls. */
function serving(grounds: Grounds, element: Entity): Effect[] {
  const { failing, usual } = grounds;
  const flows = entitiesOf(failing.facts, failing.facts.flowsFrom(element.id));
  const operations = entitiesOf(failing.facts, failing.facts.of(operationsAt, PROJECT).get(element.id) ?? []);
  if (operations.length === 0) {
    const ask = (ground: Ground): Outcome => works(ground, element, 'available', undefined);
    const answers = answering({ failing: ask(failing), usual: ask(usual) });
    return answers.some(({ kind }) => kind === 'stops') ? answers : [...answers, ...doneWithout(grounds, flows)];
  }
  const each = operations.map((operation) => ({ operation, effects: effectsOnOperation(grounds, operation) }));
  const stopped = each.filter(({ effects }) => effects.some(({ kind }) => kind === 'stops'));
  const because = stopped.flatMap(({ effects }) => effects[0]?.because ?? []).join('; ');
  const names = stopped.map(({ operation }) => `\`${label(operation)}\``).join(', ');
  if (stopped.length === each.length) return [{ kind: 'stops', text: 'stops', because }];
  const partly: Effect[] = stopped.length > 0 ? [{ kind: 'degraded', text: `does not answer ${names}`, because }] : [];
  const divided = each.flatMap(({ effects }) => effects.filter(({ kind }) => kind === 'divided')).slice(0, 1);
  const longest = each
    .flatMap(({ effects }) => effects.filter(({ kind }) => kind === 'interrupted'))
    .sort((a, b) => (b.within ?? Infinity) - (a.within ?? Infinity))[0];
  return [...partly, ...divided, ...(longest ? [longest] : []), ...doneWithout(grounds, flows)];
}

/** The soft and asynchronous flows that get nowhere. */
function doneWithout(grounds: Grounds, flows: readonly Entity[]): Effect[] {
  const missing = flows.filter(
    (flow) => isSpared(flow) && effectsOnFlow(grounds, flow).some(({ kind }) => kind === 'stops'),
  );
  if (missing.length === 0) return [];
  const targets = entitiesOf(grounds.failing.facts, [...new Set(missing.flatMap(({ target }) => target ?? []))]);
  return [{ kind: 'degraded', text: `goes on without ${targets.map((target) => `\`${label(target)}\``).join(', ')}` }];
}

/** Copies that are gone while others go on. */
function fewer(ground: Ground, element: Entity): Effect[] {
  const groups = groupsOf(ground, element) ?? [];
  const left = groups.map((group) => group.all.filter((copy) => group.runs(copy) === 'yes').length);
  const [of] = groups.map(({ places }) => places.length);
  const [fewest, most] = [Math.min(...left), Math.max(...left)];
  if (of === undefined || fewest === of) return [];
  const number = fewest === most ? String(fewest) : `${String(fewest)} to ${String(most)}`;
  return [{ kind: 'degraded', text: `runs with ${number} of ${String(of)} copies` }];
}

export function effectsOnFlow({ failing, usual }: Grounds, flow: Entity): Effect[] {
  const stops = flow.asynchronous ? 'is not delivered' : 'is not answered';
  return fromPlaces(fromEverywhere(failing, flow), fromEverywhere(usual, flow), stops);
}

/** Answered from some places and not from others, or the same from all. */
function fromPlaces(now: readonly FromPlace[], before: readonly FromPlace[], stops: string): Effect[] {
  const refused = now.filter(isRefused);
  if (refused.length > 0 && refused.length < now.length && !before.some(isRefused)) {
    const from = [...new Set(refused.map(({ at }) => placeText(at)))].join(', ');
    return [{ kind: 'divided', text: `is not answered from ${from}`, because: refused[0]?.outcome.because ?? '' }];
  }
  const all = (asked: readonly FromPlace[]): Outcome =>
    allOf(
      asked.map(({ outcome }) => outcome),
      '',
    );
  return answering({ failing: all(now), usual: all(before) }, stops);
}

interface FromPlace {
  readonly at: Position;
  readonly outcome: Outcome;
}

const isRefused = ({ outcome }: FromPlace): boolean => outcome.certainty === 'no';

/** Whether a flow is answered from each place where its source runs; of a source that stands nowhere, from each side. */
function fromEverywhere(ground: Ground, flow: Entity): FromPlace[] {
  const { facts } = ground;
  const [source, target] = [flow.source, flow.target].map((id) => (id === undefined ? undefined : facts.entity(id)));
  if (!source || !target) return [];
  if (ground.stopsElement(source.id)) return [{ at: undefined, outcome: no(`\`${label(source)}\` is down`) }];
  const groups = groupsOf(ground, source) ?? [];
  const running = groups.flatMap((group) =>
    group.all.filter((copy) => group.runs(copy) !== 'no').map((copy) => group.place(copy)),
  );
  if (groups.length > 0 && running.length === 0)
    return [{ at: undefined, outcome: no(`no copy of \`${label(source)}\` runs`) }];
  const places = groups.length > 0 ? [...new Set(running)] : askers(ground, target);
  return places.map((at) => ({ at, outcome: new Operations(ground).reached(callOf(facts, flow), at) }));
}

/** Whether it is answered from anywhere, as far as is known. */
export const isAnswered = (ground: Ground, flow: Entity): boolean =>
  fromEverywhere(ground, flow).some(({ outcome }) => outcome.certainty !== 'no');

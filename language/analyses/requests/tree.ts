/**
 * The request tree of an operation: which calls it makes, and which calls are made while those are being handled.
 * O(steps²) for an operation.
 *
 * A step belongs inside an earlier step that calls the element from which it starts. A call is handled by the operation
 * at its target that has its name; an operation elsewhere is reached by the only flow that leads there.
 * Invariant: where the description leaves open who causes a call, the call stands apart (`detached`) and nothing above
 * it is assumed.
 */
import type { Entity } from '../../model/model.ts';
import { writtenValues } from '../../model/model.ts';
import { idOf, qualifiedName } from '../../model/symbols.ts';
import type { Id } from '../../model/symbols.ts';
import type { Step } from '../../vocabulary/keys.ts';
import { computeKinds, stateKinds } from '../../vocabulary/kinds.ts';
import { defineAnalysis, entitiesOf } from '../facts.ts';
import type { Facts } from '../facts.ts';

export type Node = CallNode | InlineNode | ParallelNode;

/** A call, and what happens while it is handled. */
export interface CallNode {
  readonly type: 'call';
  /** Undefined where an operation is called and it is not said over which flow. */
  readonly flow: Id | undefined;
  readonly to: Id | undefined;
  readonly times: number;
  /** Whether every request does it; else with a probability. */
  readonly certain: boolean;
  /** The operation that handles it; its steps count where no step here says what happens inside. */
  readonly handler: Id | undefined;
  readonly inside: readonly Node[];
}

/** The steps of another operation at the same element. */
export interface InlineNode {
  readonly type: 'inline';
  readonly operation: Id;
  readonly times: number;
  readonly certain: boolean;
}

export interface ParallelNode {
  readonly type: 'parallel';
  readonly times: number;
  readonly certain: boolean;
  readonly branches: readonly Node[];
}

export interface RequestTree {
  readonly at: Id | undefined;
  readonly steps: readonly Node[];
  /** Calls of which it is not said what causes them. */
  readonly detached: readonly Node[];
}

/**
 * Calls are followed so many layers deep, within an operation and from one to the next. Real requests nest a handful of
 * layers; what lies deeper stands apart, which leaves every lower bound sound.
 */
export const DEEPEST_REQUEST = 64;

interface OpenCall extends CallNode {
  readonly inside: Node[];
  readonly depth: number;
}

/** Where a step's node goes: the operation's own list, a call's inside, or nowhere known. */
type Container = Node[];

/** How often a step happens. */
type Often = Pick<CallNode, 'times' | 'certain'>;

export const requestTree = defineAnalysis<RequestTree>('requests/tree', (facts, id) => {
  const operation = facts.entity(id);
  const at = operation && placeOf(facts, operation);
  const steps: Node[] = [];
  const detached: Node[] = [];
  const builder = new Builder(facts, at, steps, detached);
  if (operation) for (const written of writtenValues(operation, 'steps')) builder.sequence(written);
  return { at, steps, detached };
});

class Builder {
  private readonly facts: Facts;
  private readonly at: Id | undefined;
  private readonly root: Container;
  private readonly detached: Container;
  private calls: OpenCall[] = [];

  constructor(facts: Facts, at: Id | undefined, root: Container, detached: Container) {
    this.facts = facts;
    this.at = at;
    this.root = root;
    this.detached = detached;
  }

  sequence(steps: readonly Step[]): void {
    for (const step of steps) for (const [container, node] of this.nodesOf(step)) container.push(node);
  }

  /** The nodes of a step, each with where it belongs. Branches see what came before them, not each other. */
  private nodesOf(step: Step): [Container, Node][] {
    if (step.probability === 0 || step.times === 0) return [];
    const often: Often = { times: step.times ?? 1, certain: (step.probability ?? 1) === 1 };
    if (!step.parallel) return (step.call?.ids ?? []).flatMap((id) => this.callOf(id, often));
    const before = this.calls;
    const after: OpenCall[] = [...before];
    const byContainer = new Map<Container, Node[]>();
    for (const branch of step.parallel) {
      this.calls = [...before];
      for (const [container, node] of this.nodesOf(branch))
        byContainer.set(container, [...(byContainer.get(container) ?? []), node]);
      after.push(...this.calls.slice(before.length));
    }
    this.calls = after;
    return [...byContainer].map(([container, branches]) => [container, { type: 'parallel', ...often, branches }]);
  }

  private callOf(id: Id, often: Often): [Container, Node][] {
    const called = this.facts.entity(id);
    if (!called) return [];
    if (called.kind === 'operation') return [this.operationStep(called, often)];
    const { container, depth } = this.containerFor(called.source);
    const node: OpenCall = {
      type: 'call',
      depth,
      flow: id,
      to: called.target,
      ...often,
      handler: handlerOf(this.facts, called)?.id,
      inside: [],
    };
    this.calls.push(node);
    return [[container, node]];
  }

  private operationStep(operation: Entity, often: Often): [Container, Node] {
    const place = placeOf(this.facts, operation);
    const inline: InlineNode = { type: 'inline', operation: operation.id, ...often };
    if (place === undefined || place === this.at) return [this.root, inline];
    const cause = this.lastCallTo(place);
    if (cause) return [cause.inside, inline];
    const flow = this.at === undefined ? undefined : onlyFlow(this.facts, this.at, place, operation.name);
    const node: OpenCall = {
      type: 'call',
      depth: 1,
      flow: flow?.id,
      to: place,
      ...often,
      handler: operation.id,
      inside: [],
    };
    this.calls.push(node);
    return [this.root, node];
  }

  private containerFor(source: Id | undefined): { container: Container; depth: number } {
    if (source !== undefined && source === this.at) return { container: this.root, depth: 1 };
    const cause = source === undefined ? undefined : this.lastCallTo(source);
    return cause && cause.depth < DEEPEST_REQUEST
      ? { container: cause.inside, depth: cause.depth + 1 }
      : { container: this.detached, depth: 1 };
  }

  private lastCallTo(element: Id): OpenCall | undefined {
    return this.calls.findLast((call) => call.to === element);
  }
}

/** The element at which an operation starts: named in its head, or the one it is written in. */
export function placeOf(facts: Facts, operation: Entity): Id | undefined {
  const named = operation.clauses['at'];
  if (named !== undefined || operation.parent === undefined) return named;
  const parent = facts.entity(operation.parent);
  const runs = parent && [...computeKinds, ...stateKinds].some((kind) => kind === parent.kind);
  return runs ? parent.id : undefined;
}

/**
 * The operation that a flow asks for: it stands at the flow's target and has the flow's name. It is looked for in the
 * scopes around the flow and around its target.
 */
export function handlerOf(facts: Facts, flow: Entity): Entity | undefined {
  if (flow.name === '' || flow.target === undefined) return undefined;
  const scope = outer(flow.qualified);
  for (let at: string | undefined = scope; at !== undefined; at = outer(at)) {
    const operation = operationIn(facts, at, flow);
    if (operation) return operation;
  }
  // The target's scopes too, up to where they are the flow's.
  const target = qualifiedName(flow.target);
  for (let at: string | undefined = target; at !== undefined && !isScopeOf(at, scope); at = outer(at)) {
    const operation = operationIn(facts, at, flow);
    if (operation) return operation;
  }
  return undefined;
}

function operationIn(facts: Facts, scope: string, flow: Entity): Entity | undefined {
  const operation = facts.entity(idOf('operation', scope === '' ? flow.name : `${scope}.${flow.name}`));
  return operation && placeOf(facts, operation) === flow.target ? operation : undefined;
}

/** The qualified name of what a name stands in; the top is empty, and nothing is around it. */
function outer(qualified: string): string | undefined {
  return qualified === '' ? undefined : qualified.slice(0, Math.max(0, qualified.lastIndexOf('.')));
}

const isScopeOf = (scope: string, inner: string | undefined): boolean =>
  inner !== undefined && (scope === '' || inner === scope || inner.startsWith(`${scope}.`));

/** The flow from one element to another, where the description leaves no choice. */
function onlyFlow(facts: Facts, source: Id, target: Id, name: string): Entity | undefined {
  const flows = entitiesOf(facts, facts.flowsFrom(source)).filter((flow) => flow.target === target);
  return flows.find((flow) => flow.name === name) ?? (flows.length === 1 ? flows[0] : undefined);
}

/** The flows that ask for an operation from outside. */
export function entriesOf(facts: Facts, operation: Entity): Entity[] {
  const at = placeOf(facts, operation);
  if (at === undefined) return [];
  return entitiesOf(facts, facts.flowsTo(at)).filter(
    (flow) => flow.name === operation.name && handlerOf(facts, flow)?.id === operation.id,
  );
}

/** Every call of a tree, those inside others too, steps of other operations left out. */
export function* callsOf(nodes: readonly Node[]): Iterable<CallNode> {
  for (const node of nodes) {
    if (node.type === 'parallel') yield* callsOf(node.branches);
    if (node.type !== 'call') continue;
    yield node;
    yield* callsOf(node.inside);
  }
}

/** The operations that a tree's steps lead to directly. */
export function operationsIn(tree: RequestTree): Id[] {
  const found = new Set<Id>();
  const visit = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      if (node.type === 'inline') found.add(node.operation);
      else if (node.type === 'parallel') visit(node.branches);
      else {
        if (node.handler !== undefined && node.inside.length === 0) found.add(node.handler);
        visit(node.inside);
      }
    }
  };
  visit([...tree.steps, ...tree.detached]);
  return [...found];
}

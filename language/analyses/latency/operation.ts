/**
 * How long an operation takes at least from each place where it starts: the round trips of its calls, each from where its
 * caller runs to the best placed copy of the one that it calls, and of its accesses to state by their mechanism.
 * Milliseconds.
 *
 * Invariant: a lower bound of every request. Only synchronous calls to hard dependencies count that every request makes,
 * one after the other; of parallel ones the longest. Where something runs that is not placed, its way counts as nothing.
 *
 * O(calls × places of caller × places of callee) for the operations reached.
 */
import { written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { defineAnalysis } from '../facts.ts';
import type { Facts } from '../facts.ts';
import { networkOf } from '../network/round-trips.ts';
import { DEEPEST_REQUEST, placeOf, requestTree } from '../requests/tree.ts';
import type { CallNode, Node } from '../requests/tree.ts';
import { accessFloors, clientPlaces } from './access.ts';
import type { AccessFloors, ClientPlace } from './access.ts';
import { distance } from './sites.ts';

export interface Term {
  readonly flow: Id;
  /** Where it starts; undefined: not said. */
  readonly from: Id | undefined;
  /** One call, without what happens inside. */
  readonly time: number;
  readonly times: number;
}

export interface Least {
  readonly time: number;
  readonly terms: readonly Term[];
}

export interface OperationFloor extends Least, Pick<ClientPlace, 'share'> {
  readonly place: Id | undefined;
}

const NONE: Least = { time: 0, terms: [] };

export const operationFloors = defineAnalysis<readonly OperationFloor[]>('latency/operation', (facts, id) => {
  const operation = facts.entity(id);
  const at = operation && placeOf(facts, operation);
  const element = at === undefined ? undefined : facts.entity(at);
  const places = element ? clientPlaces(facts, element) : [];
  const explorer = new Explorer(facts);
  if (places.length === 0) return [{ place: undefined, share: 1, ...explorer.ofOperation(id, undefined) }];
  return places.map(({ place, share }) => ({ place, share, ...explorer.ofOperation(id, place) }));
});

/** How long a call takes at least from each place where its caller runs, what happens while it is handled included. */
export function callFloors(facts: Facts, node: CallNode): OperationFloor[] {
  const flow = node.flow === undefined ? undefined : facts.entity(node.flow);
  const caller = flow?.source === undefined ? undefined : facts.entity(flow.source);
  const places = caller ? clientPlaces(facts, caller) : [];
  const explorer = new Explorer(facts);
  if (places.length === 0) return [{ place: undefined, share: 1, ...explorer.ofCall(node, undefined) }];
  return places.map(({ place, share }) => ({ place, share, ...explorer.ofCall(node, place) }));
}

class Explorer {
  private readonly facts: Facts;
  private readonly operations = new Map<string, Least>();
  private readonly calls = new Map<CallNode, Map<Id | undefined, Least>>();
  /** Operations that are being looked at, one inside the other. */
  private depth = 0;

  constructor(facts: Facts) {
    this.facts = facts;
  }

  ofOperation(operation: Id, from: Id | undefined): Least {
    const key = `${operation} ${from ?? ''}`;
    const existing = this.operations.get(key);
    if (existing) return existing;
    if (this.depth >= DEEPEST_REQUEST) return NONE;
    // An operation that leads back to itself: going round once is enough for a lower bound.
    this.operations.set(key, NONE);
    this.depth++;
    const least = this.ofNodes(this.facts.of(requestTree, operation).steps, from);
    this.depth--;
    this.operations.set(key, least);
    return least;
  }

  private ofNodes(nodes: readonly Node[], from: Id | undefined): Least {
    return nodes.map((node) => repeated(this.ofNode(node, from), node.times)).reduce(add, NONE);
  }

  private ofNode(node: Node, from: Id | undefined): Least {
    if (!node.certain) return NONE;
    switch (node.type) {
      case 'inline':
        return this.ofOperation(node.operation, from);
      case 'parallel':
        // What is repeated inside brackets may run side by side: it counts once.
        return node.branches
          .map((branch) => this.ofNode(branch, from))
          .reduce((a, b) => (b.time > a.time ? b : a), NONE);
      case 'call':
        return this.ofCall(node, from);
    }
  }

  ofCall(node: CallNode, from: Id | undefined): Least {
    let known = this.calls.get(node);
    if (!known) this.calls.set(node, (known = new Map<Id | undefined, Least>()));
    let least = known.get(from);
    if (!least) known.set(from, (least = this.computeCall(node, from)));
    return least;
  }

  private computeCall(node: CallNode, from: Id | undefined): Least {
    const flow = node.flow === undefined ? undefined : this.facts.entity(node.flow);
    if (flow && (flow.asynchronous || written(flow, 'dependency') === 'soft')) return NONE;
    const access = flow && this.facts.of(accessFloors, flow.id);
    if (flow && access) return add(termOf(flow, from, leastFrom(access, from)), this.inside(node, undefined));
    const target = node.to === undefined ? undefined : this.facts.entity(node.to);
    const places = target ? clientPlaces(this.facts, target) : [];
    if (places.length === 0) return this.inside(node, undefined);
    return places
      .map(({ place }) => {
        const time = distance({ network: networkOf(this.facts) }, from, place, 'nearest');
        return add(flow ? termOf(flow, from, time) : { time, terms: [] }, this.inside(node, place));
      })
      .reduce((a, b) => (b.time < a.time ? b : a));
  }

  private inside(node: CallNode, at: Id | undefined): Least {
    return node.inside.length > 0 || node.handler === undefined
      ? this.ofNodes(node.inside, at)
      : this.ofOperation(node.handler, at);
  }
}

/** From a place where the client runs; where it is not said which, from the best of them. */
function leastFrom({ from: all, anywhere }: AccessFloors, place: Id | undefined): number {
  const known = all.filter((at) => at.place === place);
  const floors = (known.length > 0 ? known : all).map(({ floor }) => floor.least);
  return floors.length > 0 ? Math.min(...floors) : anywhere.least;
}

const termOf = (flow: Entity, from: Id | undefined, time: number): Least =>
  time === 0 ? NONE : { time, terms: [{ flow: flow.id, from, time, times: 1 }] };

function repeated(least: Least, times: number): Least {
  if (times === 1) return least;
  return { time: least.time * times, terms: least.terms.map((term) => ({ ...term, times: term.times * times })) };
}

const add = (a: Least, b: Least): Least => ({ time: a.time + b.time, terms: [...a.terms, ...b.terms] });

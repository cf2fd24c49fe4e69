/**
 * How long an element may have to wait for the calls that it makes while it handles a request. Milliseconds.
 * O(calls of the operations reached).
 *
 * Invariant: a lower bound of the worst case. Only synchronous calls to hard dependencies count, one after the other;
 * of parallel ones the longest; a call whose timeouts are not said counts with what is waited for inside it.
 */
import { written } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import type { Facts } from '../facts.ts';
import { callTime } from '../timing/call.ts';
import { DEEPEST_REQUEST, requestTree } from './tree.ts';
import type { CallNode, Node } from './tree.ts';

/** A call that is waited for. */
export interface DemandTerm {
  readonly flow: Id;
  /** One call. */
  readonly time: number;
  readonly times: number;
}

export interface Demand {
  readonly time: number;
  /** Each flow once. */
  readonly terms: readonly DemandTerm[];
}

type Inside = Pick<CallNode, 'inside' | 'handler'>;

const NONE: Demand = { time: 0, terms: [] };

/** What is waited for while an operation runs. */
export const demandOfOperation = (facts: Facts, operation: Id): Demand => new Explorer(facts).ofOperation(operation);

/** What is waited for while a call is handled. */
export const demandInside = (facts: Facts, call: Inside): Demand => new Explorer(facts).ofInside(call);

class Explorer {
  private readonly facts: Facts;
  private readonly known = new Map<Id, Demand>();
  /** Operations that are being looked at, one inside the other. */
  private depth = 0;

  constructor(facts: Facts) {
    this.facts = facts;
  }

  ofOperation(operation: Id): Demand {
    const existing = this.known.get(operation);
    if (existing) return existing;
    if (this.depth >= DEEPEST_REQUEST) return NONE;
    // An operation that leads back to itself: going round once is enough for a lower bound.
    this.known.set(operation, NONE);
    this.depth++;
    const demand = this.ofNodes(this.facts.of(requestTree, operation).steps);
    this.depth--;
    this.known.set(operation, demand);
    return demand;
  }

  ofInside({ inside, handler }: Inside): Demand {
    return inside.length > 0 || handler === undefined ? this.ofNodes(inside) : this.ofOperation(handler);
  }

  private ofNodes(nodes: readonly Node[]): Demand {
    return nodes.map((node) => repeated(this.ofNode(node), node.times)).reduce(add, NONE);
  }

  private ofNode(node: Node): Demand {
    switch (node.type) {
      case 'inline':
        return this.ofOperation(node.operation);
      case 'parallel':
        // What is repeated inside brackets may run side by side: it counts once.
        return node.branches.map((branch) => this.ofNode(branch)).reduce((a, b) => (b.time > a.time ? b : a), NONE);
      case 'call':
        return this.ofCall(node);
    }
  }

  private ofCall(node: CallNode): Demand {
    const flow = node.flow === undefined ? undefined : this.facts.entity(node.flow);
    if (!flow) return this.ofInside(node);
    if (flow.asynchronous || written(flow, 'dependency') === 'soft') return NONE;
    const own = this.facts.of(callTime, flow.id).least;
    return own === undefined ? this.ofInside(node) : { time: own, terms: [{ flow: flow.id, time: own, times: 1 }] };
  }
}

function repeated(demand: Demand, times: number): Demand {
  if (times === 1) return demand;
  return { time: demand.time * times, terms: demand.terms.map((term) => ({ ...term, times: term.times * times })) };
}

function add(a: Demand, b: Demand): Demand {
  const terms = new Map(a.terms.map((term) => [term.flow, term]));
  for (const term of b.terms) terms.set(term.flow, { ...term, times: term.times + (terms.get(term.flow)?.times ?? 0) });
  return { time: a.time + b.time, terms: [...terms.values()] };
}

/**
 * How often one request can reach the element at the end of a chain of calls when that element fails: the product of
 * the tries of each layer. O(calls of the operations reached).
 *
 * Invariant: a lower bound of the worst case. A layer whose retries are not said counts as one try. A soft dependency
 * and an asynchronous hop end a chain upward: the caller goes on, so nobody above repeats the call.
 *
 * Source: Beyer et al., Site Reliability Engineering, 2016, chapter 22 (64 attempts from three layers of four);
 * Brooker, Timeouts, retries, and backoff with jitter, Amazon Builders' Library (243 from five layers of three).
 */
import { written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { defineAnalysis } from '../facts.ts';
import type { Facts } from '../facts.ts';
import { callTime, triesBeforeDeadline } from '../timing/call.ts';
import { DEEPEST_REQUEST, entriesOf, requestTree } from './tree.ts';
import type { CallNode, Node } from './tree.ts';

export interface Layer {
  /** Undefined where it is not said over which flow the call goes. */
  readonly flow: Id | undefined;
  readonly to: Id | undefined;
  /** Undefined: not said. */
  readonly tries: number | undefined;
}

/** Outermost layer first. */
export interface Chain {
  readonly layers: readonly Layer[];
  readonly attempts: number;
}

const NO_CHAIN: Chain = { layers: [], attempts: 1 };

/** Layers that repeat; one alone amplifies nothing. */
export const repeatingLayers = (chain: Chain): readonly Layer[] =>
  chain.layers.filter(({ tries }) => tries !== undefined && tries > 1);

interface Worst {
  /** The worst chain whose failure reaches whoever calls. */
  readonly rising: Chain;
  /** The worst chain anywhere. */
  readonly anywhere: Chain;
}

const NOTHING: Worst = { rising: NO_CHAIN, anywhere: NO_CHAIN };

/** The worst chain of an operation, beginning with a flow that asks for it, where one is known. */
export const worstChain = defineAnalysis<Chain>('requests/worst-chain', (facts, id) => {
  const operation = facts.entity(id);
  if (!operation) return NO_CHAIN;
  const { rising, anywhere } = new Explorer(facts).ofOperation(id);
  return entriesOf(facts, operation)
    .filter((entry) => !entry.asynchronous)
    .map((entry) => prepend(layerOf(facts, entry), rising))
    .reduce(worse, anywhere);
});

class Explorer {
  private readonly facts: Facts;
  private readonly known = new Map<Id, Worst>();
  /** Operations that are being looked at, one inside the other. */
  private depth = 0;

  constructor(facts: Facts) {
    this.facts = facts;
  }

  ofOperation(id: Id): Worst {
    const existing = this.known.get(id);
    if (existing) return existing;
    if (this.depth >= DEEPEST_REQUEST) return NOTHING;
    // An operation that leads back to itself: going round once is enough for a lower bound.
    this.known.set(id, NOTHING);
    this.depth++;
    const tree = this.facts.of(requestTree, id);
    const steps = this.ofNodes(tree.steps);
    const apart = this.ofNodes(tree.detached);
    this.depth--;
    const worst = { rising: steps.rising, anywhere: worse(steps.anywhere, apart.anywhere) };
    this.known.set(id, worst);
    return worst;
  }

  private ofNodes(nodes: readonly Node[]): Worst {
    return nodes
      .map((node) => this.ofNode(node))
      .reduce((a, b) => ({ rising: worse(a.rising, b.rising), anywhere: worse(a.anywhere, b.anywhere) }), NOTHING);
  }

  private ofNode(node: Node): Worst {
    if (node.type === 'inline') return this.ofOperation(node.operation);
    if (node.type === 'parallel') return this.ofNodes(node.branches);
    const inside =
      node.inside.length === 0 && node.handler !== undefined
        ? this.ofOperation(node.handler)
        : this.ofNodes(node.inside);
    return this.ofCall(node, inside);
  }

  private ofCall(node: CallNode, inside: Worst): Worst {
    const flow = node.flow === undefined ? undefined : this.facts.entity(node.flow);
    if (flow?.asynchronous) return { rising: NO_CHAIN, anywhere: inside.anywhere };
    const layer: Layer = flow ? layerOf(this.facts, flow) : { flow: undefined, to: node.to, tries: undefined };
    const chain = prepend(layer, inside.rising);
    const soft = flow !== undefined && written(flow, 'dependency') === 'soft';
    return { rising: soft ? NO_CHAIN : chain, anywhere: worse(inside.anywhere, chain) };
  }
}

/** Tries that its own deadline cuts off are not made. */
function layerOf(facts: Facts, flow: Entity): Layer {
  return { flow: flow.id, to: flow.target, tries: triesBeforeDeadline(facts.of(callTime, flow.id)) };
}

const prepend = (layer: Layer, chain: Chain): Chain => ({
  layers: [layer, ...chain.layers],
  attempts: (layer.tries ?? 1) * chain.attempts,
});

/** The chain with more attempts; of equals the shorter, since its other layers add nothing. */
function worse(a: Chain, b: Chain): Chain {
  if (a.attempts !== b.attempts) return a.attempts > b.attempts ? a : b;
  return b.layers.length > 0 && (a.layers.length === 0 || b.layers.length < a.layers.length) ? b : a;
}

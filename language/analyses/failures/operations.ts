/**
 * Whether an operation, or something that runs, answers in a situation, for who stands at a place: some copy of it must
 * run and reach all that it needs. What it does not wait for, and soft dependencies, are not needed.
 *
 * O(calls × copies of each) for each place; a call that leads back to what is being asked is taken for answered.
 */
import { label, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { computeKinds, holdsState } from '../../vocabulary/kinds.ts';
import { requestTree } from '../requests/tree.ts';
import type { CallNode, Node } from '../requests/tree.ts';
import { durationText } from '../timing/text.ts';
import { answered } from './access.ts';
import { askedBy } from './asking.ts';
import { groupsOf, placeText } from './group.ts';
import { allOf, anyOf, inEveryCase, no, open, yes } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { Ground } from './situation.ts';
import type { Position } from './situation.ts';

export class Operations {
  private readonly ground: Ground;
  /** What is being asked, one inside the other. */
  private readonly underWay = new Set<string>();

  constructor(ground: Ground) {
    this.ground = ground;
  }

  operation(id: Id, at: Position): Outcome {
    const { facts } = this.ground;
    const tree = facts.of(requestTree, id);
    const place = tree.at === undefined ? undefined : facts.entity(tree.at);
    const nodes = [...tree.steps, ...tree.detached];
    const name = `\`${facts.entity(id)?.name ?? id}\``;
    if (!place) return open(`nobody says where ${name} starts`);
    if (nodes.length === 0) return this.running(place, at, []);
    return this.running(place, at, nodes);
  }

  /** Whether some copy of what runs there can be asked, and reaches all that `nodes` call. */
  running(element: Entity, at: Position, nodes: readonly Node[]): Outcome {
    const { ground } = this;
    const name = `\`${label(element)}\``;
    if (ground.stopsElement(element.id)) return no(`${name} is down`);
    if (!(computeKinds as readonly string[]).includes(element.kind) || isOutside(element))
      return this.needed(nodes, at, name);
    const groups = groupsOf(ground, element);
    if (!groups || groups.length === 0) {
      const rest = this.needed(nodes, ground.isConnected ? undefined : at, name);
      if (rest.certainty === 'no' || !ground.touchesPlaces) return rest;
      return open(`nobody says where ${name} runs (\`replicas\`)`);
    }
    return inEveryCase(
      groups.map((group) =>
        anyOf(
          [...new Map(group.all.map((copy) => [group.place(copy), copy])).values()].flatMap((copy) => {
            const asked = group.answers(copy, at);
            if (asked === 'no') return [];
            const rest = this.needed(nodes, group.place(copy), name);
            return asked === 'yes' || rest.certainty === 'no'
              ? [rest]
              : [open(`it is open whether the copy of ${name} in ${group.placeText(copy)} can be reached`)];
          }),
          `no copy of ${name} that runs can be reached`,
        ),
      ),
      `it depends on where the copies of ${name} run`,
    );
  }

  private needed(nodes: readonly Node[], at: Position, name: string): Outcome {
    return allOf(
      nodes.map((node) => this.node(node, at)),
      `${name} runs`,
    );
  }

  private node(node: Node, at: Position): Outcome {
    switch (node.type) {
      case 'call':
        return this.call(node, at);
      case 'inline':
        return this.once(`${node.operation} ${at ?? ''}`, () => this.operation(node.operation, at));
      case 'parallel':
        return this.needed(node.branches, at, 'all of them');
    }
  }

  call(node: CallNode, at: Position): Outcome {
    const flow = node.flow === undefined ? undefined : this.ground.facts.entity(node.flow);
    if (flow && isSpared(flow)) return yes(`\`${label(flow)}\` is not waited for`);
    return this.reached(node, at);
  }

  /** Whether what is called answers, needed or not. */
  reached({ flow: id, to, inside, handler }: CallNode, at: Position): Outcome {
    const { facts } = this.ground;
    const flow = id === undefined ? undefined : facts.entity(id);
    const target = to === undefined ? undefined : facts.entity(to);
    if (!target) return open('nobody says what is called');
    if (flow && isState(target)) return this.state(flow, target, at);
    const nodes = inside.length > 0 || handler === undefined ? inside : this.stepsOf(handler);
    return this.once(`${target.id} ${handler ?? ''} ${at ?? ''}`, () => this.running(target, at, nodes));
  }

  private state(flow: Entity, target: Entity, at: Position): Outcome {
    const { ground } = this;
    const ways = askedBy(ground.facts, flow, target);
    const outcomes = ways.map((way) => answered(ground, target, way, at));
    const outcome = inEveryCase(outcomes, `\`${label(flow)}\` does not say whether it reads or writes (\`access\`)`);
    if (outcome.certainty !== 'yes' || ground.situation.slow.length === 0) return outcome;
    const without = allOf(
      ways.map((way) => answered(withoutSlow(ground), target, { ...way, how: standing(way.how) }, at)),
      '',
    );
    return without.certainty === 'yes' ? outcome : overSlow(ground, flow, without, outcome);
  }

  private stepsOf(operation: Id): readonly Node[] {
    const { steps, detached } = this.ground.facts.of(requestTree, operation);
    return [...steps, ...detached];
  }

  private once(key: string, ask: () => Outcome): Outcome {
    if (this.underWay.has(key)) return yes('it leads back to itself');
    this.underWay.add(key);
    const outcome = ask();
    this.underWay.delete(key);
    return outcome;
  }
}

const isState = ({ kind }: Entity): boolean => holdsState(kind);

/** Whether its source works without what it calls. */
export const isSpared = (flow: Entity): boolean => flow.asynchronous || written(flow, 'dependency') === 'soft';

/** What runs with its user stands in no place of the topology. */
const isOutside = ({ kind }: Entity): boolean => kind === 'client' || kind === 'device';

/** The same, were everything that is slow cut off: what still works does not depend on it. */
function withoutSlow({ facts, situation }: Ground): Ground {
  const cuts = situation.slow.flatMap(({ between: [a, b] }) => [
    { from: a, to: b },
    { from: b, to: a },
  ]);
  return new Ground(facts, { ...situation, cuts: [...situation.cuts, ...cuts] });
}

/** Nobody is promoted because of a slow link alone. */
function standing<T extends ReturnType<typeof askedBy>[number]['how']>(how: T): T {
  const { failover } = how;
  return failover ? { ...how, failover: { ...failover, value: { mode: 'none' } } } : how;
}

function overSlow(ground: Ground, flow: Entity, without: Outcome, outcome: Outcome): Outcome {
  const times = ground.situation.slow.map(({ time }) => time);
  const least = times.every((time) => time !== undefined) ? Math.min(...times) : undefined;
  const patience = written(flow, 'attempt') ?? written(flow, 'deadline');
  const links = ground.situation.slow.map(({ between: [a, b] }) => `${placeText(a)} and ${placeText(b)}`).join(', ');
  const who = `\`${label(flow)}\``;
  if (without.certainty === 'unknown' || least === undefined || patience === undefined)
    return open(`it is open whether ${who} is answered in time over the slow link between ${links}`);
  return least > patience
    ? no(
        `${who} waits ${durationText(patience)} at most, and has to go over the slow link between ${links} (${durationText(least)})`,
      )
    : outcome;
}

/**
 * What an access may rely on while nothing fails, and under each fault that is to be survived where its store stands: of
 * each the strongest models, and what is lost.
 *
 * Invariant: what holds whatever happens holds under each fault, and what holds under one holds while nothing fails.
 * O(lines of the fault model × what one derivation costs).
 */
import type { Entity } from '../../model/model.ts';
import type { Facts } from '../facts.ts';
import { broughtAboutBy, NOTHING, takesDisks } from './circumstances.ts';
import { guaranteesUnder } from './derive.ts';
import { toleratedLines } from './fault-model.ts';
import type { Grant, Refutation } from './guarantees.ts';
import { mechanismFor } from './mechanism.ts';
import { implies, maximal } from './models.ts';
import type { ConsistencyModel } from './models.ts';

export interface UnderFault {
  /** The line of the fault model, as it is written; undefined: nothing fails. */
  readonly fault: string | undefined;
  /** The strongest models that hold then. */
  readonly gives: readonly Grant[];
  /** What the fault breaks that holds while nothing fails. */
  readonly breaks: readonly Pick<Refutation, 'model' | 'argument'>[];
  /** Why nothing is concluded, where that is so. */
  readonly open: string | undefined;
}

/** What is gone with the disks of all who have it, a session does not find again, nor anybody. */
const FOUND_AGAIN: readonly ConsistencyModel[] = ['read-your-writes', 'monotonic-reads', 'linearizable'];

export function underFaults(facts: Facts, flow: Entity, store: Entity): UnderFault[] {
  const how = mechanismFor(facts, flow, store);
  const calm = guaranteesUnder(facts, flow, store, NOTHING);
  const broken = new Set(calm.refutations.map(({ model }) => model));
  const lines = toleratedLines(facts, store).map((line): UnderFault => {
    const fault = line.text;
    const nothing = (open: string): UnderFault => ({ fault, gives: [], breaks: [], open });
    if (line.faults.some((one) => one.fault === 'byzantine'))
      return nothing('what members that lie make of it is not derived from the mechanism');
    const disks = takesDisks(facts, store, how, line);
    if (disks === 'unknown')
      return nothing(`it is open whether a copy of \`${store.name}\` that has every acknowledged write keeps its disk`);
    const lost = disks === 'yes' ? FOUND_AGAIN : [];
    const argument = `\`${fault}\` can take the disks of every copy of \`${store.name}\` that has an acknowledged write`;
    const then = guaranteesUnder(facts, flow, store, broughtAboutBy(facts, store, line));
    return {
      fault,
      gives: strongest(then.grants.filter(({ model }) => !lost.some((weak) => implies(model, weak)))),
      breaks: [...lost.map((model) => ({ model, argument })), ...then.refutations].filter(
        ({ model }, i, all) => !broken.has(model) && all.findIndex((other) => other.model === model) === i,
      ),
      open: undefined,
    };
  });
  return [{ fault: undefined, gives: strongest(calm.grants), breaks: [], open: undefined }, ...lines];
}

/** Those that no other of them implies. */
export const strongest = (grants: readonly Grant[]): readonly Grant[] => {
  const models = maximal(grants.map(({ model }) => model));
  return grants.filter(({ model }, i) => models.includes(model) && grants.findIndex((g) => g.model === model) === i);
};

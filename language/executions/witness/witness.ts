/**
 * From an access of the description to the execution that breaks what it needs: the mechanism of its store as a protocol,
 * explored in small scope, the shortest violation told in the names of the model.
 *
 * Invariant: what is shown was found by exploration; where no protocol models the store or nothing was found within the
 * bounds, it says so. Bounded, and to be given up when asked; seconds at most.
 */
import { detectionMayErr } from '../../analyses/consistency/fault-model.ts';
import { isOnPath, judge, occasionOf } from '../../analyses/consistency/guarantees.ts';
import type { AnyRefutation } from '../../analyses/consistency/guarantees.ts';
import { mechanismFor } from '../../analyses/consistency/mechanism.ts';
import type { Mechanism } from '../../analyses/consistency/mechanism.ts';
import { isOfTransactions } from '../../analyses/consistency/models.ts';
import type { ConsistencyModel } from '../../analyses/consistency/models.ts';
import { guaranteesAlong } from '../../analyses/consistency/path.ts';
import { powerLosses } from '../../analyses/consistency/power.ts';
import { sessionOf } from '../../analyses/consistency/session.ts';
import { writersOf } from '../../analyses/consistency/writers.ts';
import type { Facts } from '../../analyses/facts.ts';
import { copiesOf } from '../../analyses/placement/copies.ts';
import { written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { networkOf } from '../network/network.ts';
import type { Faults, Program } from '../network/world.ts';
import type { Trace } from '../trace.ts';
import { castOf, itemsOf } from './cast.ts';
import { run, USUAL_LIMITS } from './experiment.ts';
import type { Limits } from './experiment.ts';
import { asChain, asConsensus, asMultiPrimary, asQuorum } from './families.ts';
import { unmodelled } from './modelled.ts';
import type { Access, Modelled } from './modelled.ts';
import { primaryWithStandbys, singleCopy } from './primary-backup.ts';
import { ofOneReader, ofTwoWriters, programsByToken, programsFor, updatePrograms } from './programs.ts';
import type { Items } from './programs.ts';
import { tell } from './tell.ts';

export type Witness =
  | { readonly found: true; readonly trace: Trace; readonly states: number }
  /** `states`: how many were visited in vain. */
  | { readonly found: false; readonly why: string; readonly states: number };

/**
 * The shortest execution found in which `flow` does not get `need`.
 * @param flow an access to a store
 */
export function witnessFor(facts: Facts, flow: Entity, need: ConsistencyModel, limits: Limits = USUAL_LIMITS): Witness {
  const store = flow.target === undefined ? undefined : facts.entity(flow.target);
  if (!store) return { found: false, why: `\`${flow.name}\` goes nowhere that is known`, states: 0 };
  const judgement = judge(guaranteesAlong(facts, flow, store), need);
  if (judgement.verdict !== 'violated')
    return { found: false, why: `nothing says that \`${store.name}\` breaks ${need} for this access`, states: 0 };
  return witnessOf(facts, flow, store, judgement.refutation, limits);
}

/** The shortest execution found in which what a refutation says happens. */
export function witnessOf(
  facts: Facts,
  flow: Entity,
  store: Entity,
  refutation: AnyRefutation,
  limits: Limits = USUAL_LIMITS,
): Witness {
  if (OF_TRANSACTIONS.has(refutation.cause))
    return { found: false, why: 'it is about transactions, which no protocol here models', states: 0 };
  if (isOnPath(refutation)) return { found: false, why: `no protocol models \`${refutation.cause}\``, states: 0 };
  const access = accessOf(facts, flow, store);
  const protocol = protocolOf(access);
  if (!protocol.isModelled) return { found: false, why: protocol.why, states: 0 };
  const items = itemsOf(facts, flow);
  const faults = faultsFor(refutation, protocol.runnable.nodes);
  return protocol.runnable.with((machine): Witness => {
    let visited = 0;
    for (const model of ofAccesses(refutation.model)) {
      const programs = programsOf(access, refutation, model, items);
      const { violation, states } = run({ protocol: machine, model, programs, faults }, limits);
      visited += states;
      if (!violation) continue;
      const { program, path, why } = violation;
      const { initial } = networkOf(machine, { program, faults });
      const cast = castOf(facts, { flow, store, nodes: machine.nodes, program });
      const conclusion = `${refutation.model}: ${why}`;
      return { found: true, trace: tell(machine, initial, path, { ...cast, conclusion }), states: visited };
    }
    return { found: false, why: `no execution was found among ${String(visited)} states`, states: visited };
  });
}

/** What only the isolation of transactions brings about. */
const OF_TRANSACTIONS: ReadonlySet<AnyRefutation['cause']> = new Set([
  'isolation-level',
  'found-by-testing',
  'replica-order',
]);

/** Transactions of one access each see what single accesses see: the newest, or what their session has seen. */
function ofAccesses(model: ConsistencyModel): readonly ConsistencyModel[] {
  if (!isOfTransactions(model)) return [model];
  return model.startsWith('strong-session-') ? ['read-your-writes', 'monotonic-reads'] : ['linearizable'];
}

/** The protocol that a store of this description runs. */
export function protocolOf(access: Access): Modelled {
  switch (access.how.family) {
    case 'primary-backup':
      return primaryWithStandbys(access);
    case 'single-copy':
      return singleCopy(access);
    case 'quorum':
      return asQuorum(access);
    case 'consensus':
      return asConsensus(access);
    case 'chain':
      return asChain(access);
    case 'multi-primary':
      return asMultiPrimary(access);
    case undefined:
      return unmodelled('nobody says how many copies there are');
  }
}

function programsOf(
  access: Access,
  refutation: AnyRefutation,
  model: ConsistencyModel,
  items: Items,
): readonly Program[] {
  if (asksUpdates(access, refutation)) return updatePrograms(model, items);
  if (refutation.cause === 'clock-order') return [ofTwoWriters(items)];
  if (refutation.cause === 'writes-apart') return [ofOneReader(items)];
  const isLost = occasionOf[refutation.cause] !== undefined;
  return access.session === 'token' && isLost ? programsByToken(model, items) : programsFor(model, items);
}

/**
 * Whether the access is judged by updates. Where nobody leads, updates are lost for a reason of their own, and a write is
 * judged by what reads find.
 */
function asksUpdates({ isRead, how }: Access, { cause }: Pick<AnyRefutation, 'cause'>): boolean {
  if (isRead) return false;
  const isLeaderless =
    how.family === 'quorum' || (how.family === 'multi-primary' && how.conflicts?.value !== 'certification');
  return !isLeaderless || cause === 'lost-update';
}

/** Only what is to happen for the cause told, so that the execution shows that one and no other. */
export function faultsFor({ cause }: Pick<AnyRefutation, 'cause'>, nodes: number): Faults {
  if (occasionOf[cause] === undefined) return NO_FAULTS;
  if (cause === 'lost-power') return { ...NO_FAULTS, crashes: nodes };
  return cause === 'split-brain' || cause === 'deposed-primary'
    ? { ...NO_FAULTS, cuts: 1 }
    : { ...NO_FAULTS, crashes: 1, cuts: 1 };
}

const NO_FAULTS: Faults = { crashes: 0, pauses: 0, cuts: 0, oneWayCuts: 0, duplicates: 0 };

export function accessOf(facts: Facts, flow: Entity, store: Entity): Access {
  const own = mechanismFor(facts, flow, store);
  const isRead = written(flow, 'access') === 'read';
  const how: Mechanism = isRead ? { ...own, commit: commitOfWriters(facts, store) ?? own.commit } : own;
  return {
    how,
    copies: copiesOf(facts, store)?.total,
    isRead,
    session: how.session?.value ?? sessionOf(facts, flow) ?? 'none',
    mayErr: detectionMayErr(facts, store),
    isFlushed: powerLosses(facts, store, how).length === 0,
  };
}

/** How what is read here was acknowledged, by the first of its writers. */
function commitOfWriters(facts: Facts, store: Entity): Mechanism['commit'] {
  const [writer] = writersOf(facts, store.id);
  return writer && mechanismFor(facts, writer, store).commit;
}

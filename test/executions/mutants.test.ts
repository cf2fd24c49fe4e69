/** Protocols that are right show nothing within the bounds; each of them with one thing taken away is caught. */
import { describe, expect, it } from 'vitest';
import type { ConsistencyModel } from '../../language/analyses/consistency/models.ts';
import type { Faults, Program } from '../../language/executions/network/world.ts';
import { chain } from '../../language/executions/protocols/chain.ts';
import type { Chain } from '../../language/executions/protocols/chain.ts';
import { consensus } from '../../language/executions/protocols/consensus.ts';
import type { Consensus } from '../../language/executions/protocols/consensus.ts';
import { multiPrimary } from '../../language/executions/protocols/multi-primary.ts';
import { primaryBackup } from '../../language/executions/protocols/primary-backup.ts';
import type { PrimaryBackup } from '../../language/executions/protocols/primary-backup.ts';
import { quorum } from '../../language/executions/protocols/quorum.ts';
import type { Quorum } from '../../language/executions/protocols/quorum.ts';
import { run } from '../../language/executions/witness/experiment.ts';
import type { Result } from '../../language/executions/witness/experiment.ts';
import { ofTwoWriters, programsFor, updatePrograms } from '../../language/executions/witness/programs.ts';
import type { Runnable } from '../../language/executions/witness/modelled.ts';
import { modelled } from '../../language/executions/witness/modelled.ts';

const items = { x: 'x', y: 'y' };
const noFaults: Faults = { crashes: 0, pauses: 0, cuts: 0, oneWayCuts: 0, duplicates: 0 };
const aCut: Faults = { ...noFaults, cuts: 1 };
const aCrash: Faults = { ...noFaults, crashes: 1 };
/** So few that all of this runs in seconds; a mutant is caught within them. */
const limits = { states: 30_000 };

const backup: PrimaryBackup = {
  nodes: 3,
  waitsFor: 1,
  choice: 'any',
  atLeast: 1,
  isApplied: true,
  showsEarly: false,
  reads: 'confirmed',
  session: 'none',
  failover: 'automatic',
  mayErr: true,
  promotes: 'complete',
  fencing: 'epoch',
  sharesStorage: false,
  isFlushed: true,
};
const votes: Quorum = {
  replicas: 3,
  r: 2,
  w: 2,
  standIns: 0,
  order: 'numbers',
  writesBack: true,
  isNearest: false,
  isFlushed: true,
};
const group: Consensus = {
  nodes: 3,
  reads: 'index',
  session: 'none',
  mayErr: true,
  isFlushed: true,
  restrictsElections: true,
};
const links: Chain = { nodes: 3, reads: 'tail', isTied: false, mayErr: true, stops: true, isFlushed: true };

interface Mutant {
  readonly name: string;
  readonly sane: Runnable;
  readonly mutant: Runnable;
  readonly model: ConsistencyModel;
  readonly programs: readonly Program[];
  readonly faults: Faults;
}

const runnable = (protocol: ReturnType<typeof modelled>): Runnable => {
  if (!protocol.isModelled) throw new Error('it is modelled');
  return protocol.runnable;
};
const ofBackup = (change: Partial<PrimaryBackup> = {}): Runnable =>
  runnable(modelled(primaryBackup({ ...backup, ...change }), 3));
const ofVotes = (change: Partial<Quorum> = {}): Runnable => runnable(modelled(quorum({ ...votes, ...change }), 3));
const ofGroup = (change: Partial<Consensus> = {}): Runnable =>
  runnable(modelled(consensus({ ...group, ...change }), 3));
const ofChain = (change: Partial<Chain> = {}): Runnable => runnable(modelled(chain({ ...links, ...change }), 3));

const reads = programsFor('linearizable', items).slice(0, 1);
const twoReaders = programsFor('linearizable', items).slice(2, 3);
const updates = updatePrograms('linearizable', items).slice(0, 1);
const ofOneSession = updatePrograms('read-your-writes', items);

/** What each must show with the same program and the same faults. */
const mutants: readonly Mutant[] = [
  {
    name: 'no fencing',
    sane: ofBackup(),
    mutant: ofBackup({ fencing: 'none' }),
    model: 'linearizable',
    programs: updates,
    faults: aCut,
  },
  {
    name: 'reads that are not confirmed',
    sane: ofBackup(),
    mutant: ofBackup({ reads: 'primary' }),
    model: 'linearizable',
    programs: reads,
    faults: aCut,
  },
  {
    name: 'an incomplete standby promoted',
    sane: ofBackup(),
    mutant: ofBackup({ promotes: 'any' }),
    model: 'linearizable',
    programs: reads,
    faults: aCrash,
  },
  {
    name: 'acknowledged by the primary alone',
    sane: ofBackup(),
    mutant: ofBackup({ waitsFor: 0, atLeast: 0, promotes: 'any' }),
    model: 'linearizable',
    programs: reads,
    faults: aCrash,
  },
  {
    name: 'reads at standbys',
    sane: ofBackup(),
    mutant: ofBackup({ reads: 'any' }),
    model: 'linearizable',
    programs: reads,
    faults: noFaults,
  },
  {
    name: 'no write-back',
    sane: ofVotes(),
    mutant: ofVotes({ writesBack: false }),
    model: 'linearizable',
    programs: twoReaders,
    faults: noFaults,
  },
  {
    name: 'wall-clock order',
    sane: ofVotes(),
    mutant: ofVotes({ order: 'clocks' }),
    model: 'linearizable',
    programs: [ofTwoWriters(items)],
    faults: noFaults,
  },
  {
    name: 'quorums that do not meet',
    sane: ofVotes(),
    mutant: ofVotes({ r: 1 }),
    model: 'regular',
    programs: reads,
    faults: noFaults,
  },
  {
    name: 'a sloppy quorum',
    sane: ofVotes(),
    mutant: ofVotes({ standIns: 1 }),
    model: 'regular',
    programs: reads,
    faults: noFaults,
  },
  {
    name: 'a lease without a bound on pauses',
    sane: ofGroup({ reads: 'lease' }),
    mutant: ofGroup({ reads: 'leader' }),
    model: 'linearizable',
    programs: reads,
    faults: aCut,
  },
  {
    name: 'no election restriction',
    sane: ofGroup(),
    mutant: ofGroup({ restrictsElections: false }),
    model: 'linearizable',
    programs: updates,
    faults: aCrash,
  },
  {
    name: 'a log that is not on disk',
    sane: ofGroup(),
    mutant: ofGroup({ isFlushed: false }),
    model: 'linearizable',
    programs: ofOneSession,
    faults: { ...noFaults, crashes: 2 },
  },
  {
    name: 'a tail that does not stop',
    sane: ofChain(),
    mutant: ofChain({ stops: false }),
    model: 'linearizable',
    programs: reads,
    faults: aCut,
  },
  {
    name: 'reads along the chain',
    sane: ofChain(),
    mutant: ofChain({ reads: 'any' }),
    model: 'linearizable',
    programs: twoReaders,
    faults: noFaults,
  },
];

const tried = (machine: Runnable, { model, programs, faults }: Mutant): Result<unknown, unknown> =>
  machine.with((protocol): Result<unknown, unknown> => {
    const { violation, ...result } = run({ protocol, model, programs, faults }, limits);
    return { ...result, violation: violation && { ...violation, path: [] } };
  });

describe('seeded mutants', () => {
  it.each(mutants.map((mutant) => [mutant.name, mutant] as const))('%s', (_, mutant) => {
    expect(tried(mutant.sane, mutant).violation).toBeUndefined();
    expect(tried(mutant.mutant, mutant).violation?.why).toBeDefined();
  });

  it('primaries that write apart lose an update', () => {
    const apart = runnable(modelled(multiPrimary({ nodes: 2, order: 'clocks', isSticky: true }), 2));
    const [first] = mutants;
    if (!first) throw new Error('there are mutants');
    const result = tried(apart, { ...first, programs: updates, faults: noFaults });
    expect(result.violation?.why).toContain('one of them is lost');
  });
});

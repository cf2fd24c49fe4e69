/**
 * How a store is replicated, as far as the description and its technology say. O(knobs of the technology).
 */
import { given, givenFor, written } from '../../model/model.ts';
import type { Given, ModelReader, Entity, Provenance } from '../../model/model.ts';
import { qualifiedName } from '../../model/symbols.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import { defineAnalysis } from '../facts.ts';
import { durationText } from '../timing/text.ts';

export type Family = KeyValues['replication'];

export interface Mechanism {
  /** Undefined: not said. */
  readonly family: Family | undefined;
  /** Why the family is what it is, in words. */
  readonly because: string;
  readonly commit: Given<KeyValues['commit']> | undefined;
  readonly reads: Given<KeyValues['reads']> | undefined;
  readonly failover: Given<KeyValues['failover']> | undefined;
  readonly fencing: Given<KeyValues['fencing']> | undefined;
  readonly readRepair: Given<KeyValues['read-repair']> | undefined;
  readonly conflicts: Given<KeyValues['conflicts']> | undefined;
  readonly isolation: Given<KeyValues['isolation']> | undefined;
  readonly anomalies: Given<KeyValues['anomalies']> | undefined;
  readonly replay: Given<KeyValues['replay']> | undefined;
  readonly inSync: Given<KeyValues['in-sync']> | undefined;
  readonly flush: Given<KeyValues['flush']> | undefined;
  readonly storage: Given<KeyValues['storage']> | undefined;
  readonly promotes: Given<KeyValues['promotes']> | undefined;
  readonly lag: Given<KeyValues['lag']> | undefined;
  readonly session: Given<KeyValues['session']> | undefined;
  readonly shows: Given<KeyValues['shows']> | undefined;
}

type MechanismKey =
  | 'commit'
  | 'reads'
  | 'failover'
  | 'fencing'
  | 'read-repair'
  | 'conflicts'
  | 'isolation'
  | 'anomalies'
  | 'replay'
  | 'in-sync'
  | 'flush'
  | 'storage'
  | 'promotes'
  | 'lag'
  | 'session'
  | 'shows';

/** The mechanism of a store by itself. */
export const mechanism = defineAnalysis<Mechanism | undefined>('consistency/mechanism', (facts, id) => {
  const store = facts.entity(id);
  return store && read(facts, store, (key) => given(facts, store, key));
});

/**
 * The mechanism as one flow meets it: what is set for the flow comes before what is set for the store. Some products
 * replicate single requests in another way than the rest: a lightweight transaction of Cassandra runs Paxos.
 */
export function mechanismFor(model: ModelReader, flow: Entity, store: Entity): Mechanism {
  const how = read(model, store, (key) => givenFor(model, flow, store, key));
  const replication = givenFor(model, flow, store, 'replication');
  if (replication?.provenance.from !== 'knob' || replication.provenance.entity !== flow.id) return how;
  return { ...how, family: replication.value, because: origin(model, replication) };
}

function read(
  model: ModelReader,
  store: Entity,
  get: <K extends MechanismKey>(key: K) => Given<KeyValues[K]> | undefined,
): Mechanism {
  return {
    ...familyOf(model, store),
    commit: get('commit'),
    reads: get('reads'),
    failover: get('failover'),
    fencing: get('fencing'),
    readRepair: get('read-repair'),
    conflicts: get('conflicts'),
    isolation: get('isolation'),
    anomalies: get('anomalies'),
    replay: get('replay'),
    inSync: get('in-sync'),
    flush: get('flush'),
    storage: get('storage'),
    promotes: get('promotes'),
    lag: get('lag'),
    session: get('session'),
    shows: get('shows'),
  };
}

/** A technology says how it replicates, not whether it does: without a word about copies, the family is unknown. */
function familyOf(model: ModelReader, store: Entity): { family: Family | undefined; because: string } {
  const own = written(store, 'replication');
  if (own) return { family: own, because: `it says \`replication: ${own}\`` };
  if (store.kind === 'consensus') return { family: 'consensus', because: 'it is a group that agrees' };
  if (written(store, 'standbys')) return { family: 'primary-backup', because: 'it names standbys' };
  const copies = given(model, store, 'replicas')?.value.replicas;
  if (copies === 1) return { family: 'single-copy', because: 'it has one replica' };
  if (copies === undefined && !impliesSeveral(store))
    return { family: undefined, because: 'it does not say how many copies there are' };
  const byTechnology = given(model, store, 'replication');
  if (byTechnology) return { family: byTechnology.value, because: origin(model, byTechnology) };
  return { family: undefined, because: 'neither it nor its technology says how it is replicated' };
}

/** Whether something is said that makes sense of several copies only. */
function impliesSeveral(store: Entity): boolean {
  const reads = written(store, 'reads')?.from;
  const failover = written(store, 'failover')?.mode;
  return (
    reads === 'any' ||
    reads === 'nearest' ||
    (failover !== undefined && failover !== 'none') ||
    written(store, 'primary') !== undefined ||
    written(store, 'voters') !== undefined
  );
}

/** Where a value comes from, for people: "`postgres`, as it is by default". */
export function origin(model: ModelReader, value: Given<unknown>): string {
  const { provenance } = value;
  switch (provenance.from) {
    case 'written':
      return 'as written';
    case 'technology':
      return `the default of ${titleOf(model, provenance.technology)}`;
    case 'knob':
      return provenance.isDefault
        ? `the default of \`${nameOf(provenance.knob)}\``
        : `\`${nameOf(provenance.knob)}: ${settingText(model, provenance)}\``;
  }
}

/** What a knob is set to, as it is written. */
function settingText(model: ModelReader, { knob, value }: Extract<Provenance, { from: 'knob' }>): string {
  const entity = model.entity(knob);
  const type = entity && written(entity, 'value');
  const isTime = type !== undefined && 'type' in type && type.type === 'duration';
  return isTime && typeof value === 'number' ? durationText(value) : String(value);
}

const titleOf = (model: ModelReader, id: string): string => model.entity(id)?.title ?? qualifiedName(id);

/** A knob's own name, without the technology's. */
export const nameOf = (knob: string): string => qualifiedName(knob).split('.').slice(1).join('.');

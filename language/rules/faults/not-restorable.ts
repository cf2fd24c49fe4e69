import { closedBy } from '../../analyses/completeness.ts';
import { toleratedLines } from '../../analyses/consistency/fault-model.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import type { Facts } from '../../analyses/facts.ts';
import { copiesOf } from '../../analyses/placement/copies.ts';
import type { Copies } from '../../analyses/placement/copies.ts';
import { faultsOfLine } from '../../analyses/placement/survival.ts';
import type { DomainKind, Fault } from '../../analyses/placement/survival.ts';
import { backupText, destinationsOf, goesToo, saysNone } from '../../analyses/recovery/backups.ts';
import type { Destination } from '../../analyses/recovery/backups.ts';
import { objectiveOf } from '../../analyses/recovery/objectives.ts';
import { boundaries } from '../../analyses/trust/trust.ts';
import { label, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { listed } from '../../model/wording.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule, Place } from '../rule.ts';

interface Lack {
  readonly text: string;
  readonly at: Place;
  readonly remedy: string;
}

const rule: EntityRule = {
  severity: 'warning',
  productionOnly: true,
  // What a cache keeps can be fetched again, and a topic keeps nothing.
  on: ['store', 'log', 'queue'],
  *check(store, facts) {
    const isClosed = closedBy(facts, store, 'faults') !== undefined;
    const destinations = destinationsOf(facts, store);
    const lacks = [...lacksOf(facts, store, destinations, isClosed)];
    const [first, ...others] = lacks;
    if (first) {
      yield violates({
        at: first.at,
        message: `\`${label(store)}\` may not come back after its copies are gone: ${listed(
          lacks.map(({ text }) => text),
          'and',
        )}. ${lacks.map(({ remedy }) => remedy).join(' ')}`,
        related: others.map(({ at, text }) => ({ at, message: text })),
      });
      return;
    }
    // It is asked for where somebody cares about recovery.
    const hasObjective = objectiveOf(facts, store, 'rpo') ?? objectiveOf(facts, store, 'rto');
    if (destinations.length === 0) {
      if (hasObjective) yield unknown({ entity: store.id, key: 'backup' });
    } else if (written(store, 'restore') === undefined) yield unknown({ entity: store.id, key: 'restore' });
    else yield holds('a restore was tested');
  },
};

export default rule;

function* lacksOf(
  facts: Facts,
  store: Entity,
  destinations: readonly Destination[],
  isClosed: boolean,
): Iterable<Lack> {
  if (saysNone(store) || (destinations.length === 0 && isClosed)) {
    const said = saysNone(store);
    yield {
      text: said
        ? 'no copy is taken (`backup: none`)'
        : 'no backup is described, and the faults are described completely',
      at: { entity: store.id, ...(said && { key: 'backup' }) },
      remedy: 'Take copies to where neither the same fault nor the same credentials reach (`backup: every 1h to …`).',
    };
    return;
  }
  const shared = destinations.map((destination) => sharedWith(facts, store, destination));
  const [first] = shared;
  const [destination] = destinations;
  if (destination && first !== undefined && shared.every((reason) => reason !== undefined))
    yield {
      text: `its backup ${first} (${backupText(destination.backup)})`,
      at: { entity: store.id, key: 'backup', index: destination.index },
      remedy: 'Keep a backup where neither the same fault nor the same credentials reach.',
    };
  if (destinations.length === 0) return;
  const restore = written(store, 'restore');
  if (restore ? restore.tested === undefined : isClosed)
    yield {
      text: restore
        ? 'nobody has tried to restore it (`restore: untested`)'
        : 'no test of a restore is described, and the faults are described completely',
      at: { entity: store.id, ...(restore && { key: 'restore' }) },
      remedy:
        'Restore it once, from start to end, and say when and how long it took (`restore: tested on … within …`).',
    };
}

/** In which way a backup shares the fate of what it backs up; nothing where that is not certain. */
function sharedWith(facts: Facts, store: Entity, { keeper, places }: Destination): string | undefined {
  if (keeper?.id === store.id) return 'is kept in itself';
  const copies = copiesOf(facts, store);
  if (copies && places && places.length > 0) {
    const fate = fateShared(facts, store, copies, places);
    if (fate !== undefined) return fate;
  }
  if (!keeper) return undefined;
  const [own] = facts.of(boundaries, store.id);
  const [theirs] = facts.of(boundaries, keeper.id);
  const [boundary] = own !== undefined && own === theirs ? entitiesOf(facts, [own]) : [];
  return boundary && isOfCredentials(boundary)
    ? `stands in the same trust boundary, \`${label(boundary)}\`: who can destroy one can destroy the other`
    : undefined;
}

/** Networks and processes do not say who may delete what. */
function isOfCredentials(boundary: Entity): boolean {
  const kind = written(boundary, 'kind');
  return kind === undefined || kind === 'account' || kind === 'organisation';
}

/** Domains that are one by what the word means: they share power, or a building. */
const ALWAYS: readonly DomainKind[] = ['rack', 'zone', 'site'];

function fateShared(
  facts: Facts,
  store: Entity,
  copies: Copies,
  places: Destination['places'] & {},
): string | undefined {
  for (const kind of ALWAYS) {
    const fault: Fault = { type: 'any', number: 1, kind };
    if (goesToo(facts, copies, places, [fault])) return `stands in the same ${kind} as every copy`;
  }
  for (const line of toleratedLines(facts, store)) {
    const { faults } = faultsOfLine(line.faults);
    if (faults.length > 0 && goesToo(facts, copies, places, faults))
      return `goes down with every copy in \`${line.text}\`, which \`tolerate\` names`;
  }
  return undefined;
}

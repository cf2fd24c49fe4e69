/** From how a store with a primary is described to the protocol to explore. What is not said excludes an exploration. */
import { acknowledgers, mayStayAtPrimary } from '../../analyses/consistency/acknowledgement.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import { primaryBackup } from '../protocols/primary-backup.ts';
import type { PrimaryBackup } from '../protocols/primary-backup.ts';
import { modelled, unmodelled } from './modelled.ts';
import type { Access, Modelled } from './modelled.ts';

export function primaryWithStandbys(access: Access): Modelled {
  const { how, copies, isRead } = access;
  const { commit, reads, failover } = how;
  if (!commit && how.storage?.value !== 'shared') return unmodelled('nobody says what acknowledges a write (`commit`)');
  if (isRead && !reads) return unmodelled('nobody says who answers reads (`reads`)');
  const nodes = Math.max(2, copies ?? 2);
  const value = commit?.value ?? { mode: 'local' };
  // What is waited for is known of a store whose copies are counted; of others, that somebody is.
  const needed = acknowledgers(how, nodes) ?? 2;
  const degrades = mayStayAtPrimary(value);
  const inSync = value.mode === 'in-sync';
  const parameters: PrimaryBackup = {
    nodes,
    waitsFor: inSync ? nodes - 1 : Math.min(nodes - 1, degrades ? askedFor(value, nodes) : needed - 1),
    atLeast: degrades ? 0 : needed - 1,
    choice: value.mode === 'first' ? 'first' : 'any',
    isApplied: !('until' in value) || value.until !== 'stored',
    showsEarly: how.shows?.value === 'applied',
    reads: isRead && reads ? readsOf(reads.value, how.fencing?.value) : 'primary',
    session: access.session,
    // Where nobody says whether a standby is promoted, none need be.
    failover: failover?.value.mode ?? 'none',
    mayErr: access.mayErr,
    // Where nobody says which, none need be that lacks what another has.
    promotes: how.promotes?.value.who ?? 'furthest',
    fencing: how.fencing?.value ?? 'none',
    sharesStorage: how.storage?.value === 'shared',
    isFlushed: access.isFlushed,
  };
  return modelled(primaryBackup(parameters), nodes);
}

/** One copy orders everything by itself: a primary without standbys. */
export function singleCopy({ session, isFlushed }: Access): Modelled {
  const parameters: PrimaryBackup = {
    nodes: 1,
    waitsFor: 0,
    atLeast: 0,
    choice: 'any',
    isApplied: true,
    showsEarly: false,
    reads: 'primary',
    session,
    failover: 'none',
    mayErr: false,
    promotes: 'any',
    fencing: 'none',
    sharesStorage: false,
    isFlushed,
  };
  return modelled(primaryBackup(parameters), 1);
}

/** How many standbys are waited for while all answer. */
function askedFor(commit: KeyValues['commit'], nodes: number): number {
  if (commit.mode === 'local') return 0;
  if (commit.mode === 'all') return nodes - 1;
  return 'number' in commit && typeof commit.number === 'number' ? commit.number : 1;
}

function readsOf(reads: KeyValues['reads'], fencing: KeyValues['fencing'] | undefined): PrimaryBackup['reads'] {
  switch (reads.from) {
    case 'any':
    case 'nearest':
      return 'confirmed' in reads ? 'confirmed' : reads.from;
    case 'primary':
      // Whose lease has ended, or who is switched off, answers no reads anyway.
      return 'confirmed' in reads && fencing !== 'lease' && fencing !== 'stonith' ? 'confirmed' : 'primary';
    default:
      return 'primary';
  }
}

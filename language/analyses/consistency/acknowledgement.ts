/**
 * What an acknowledgement is worth: how many replicas have a write by then, and whether whoever is promoted has it too.
 *
 * A standby that is no longer waited for (`else continue`, `in-sync replicas`) is no longer complete: where only complete
 * ones are promoted, no acknowledged write is lost by a promotion, at the price of having nobody to promote.
 *
 * Sources: PostgreSQL documentation, synchronous replication; Kafka documentation, replication; Ongaro and Ousterhout, In
 * Search of an Understandable Consensus Algorithm, 2014, section 5.4 (who may be elected); Verbitski et al., Amazon
 * Aurora, 2017 (shared storage).
 *
 * O(1) for each store.
 */
import type { Given, ModelReader } from '../../model/model.ts';
import type { KeyName, KeyValues } from '../../vocabulary/vocabulary.ts';
import { majorityOf } from '../placement/quorums.ts';
import { origin } from './mechanism.ts';
import type { Mechanism } from './mechanism.ts';

type Commit = KeyValues['commit'];

/** Whether the primary acknowledges a write that it alone has. */
export function mayStayAtPrimary(commit: Commit): boolean {
  return commit.mode === 'local' || ('otherwise' in commit && commit.otherwise === 'continue');
}

/**
 * The fewest replicas that have a write when it is acknowledged, the primary among them; undefined where it is not said.
 * @param total how many replicas there are
 * @param quorum how many members of a consensus group must have a decision, where that is no majority
 */
export function acknowledgers(
  { family, commit, inSync }: Mechanism,
  total: number,
  quorum?: number,
): number | undefined {
  const majority = majorityOf(total);
  switch (family) {
    case 'single-copy':
      return 1;
    case 'chain':
      return total;
    case 'consensus':
      return commit === undefined || commit.value.mode === 'majority' ? (quorum ?? majority) : undefined;
    case undefined:
      return undefined;
    default:
      return commit && waitedFor(commit.value, inSync?.value, total, majority);
  }
}

function waitedFor(
  commit: Commit,
  inSync: KeyValues['in-sync'] | undefined,
  total: number,
  majority: number,
): number | undefined {
  if (mayStayAtPrimary(commit)) return 1;
  switch (commit.mode) {
    case 'majority':
      return majority;
    case 'replicas':
      return commit.sloppy ? undefined : Math.min(commit.number, total);
    case 'in-sync':
      return inSync && Math.max(1, Math.min(leastInSync(inSync), total));
    case 'local':
      return 1;
    default: {
      if (!('otherwise' in commit)) return undefined;
      return commit.mode === 'all' ? total : Math.min(numberOf(commit) + 1, total);
    }
  }
}

/**
 * Whether a primary that was deposed and does not know it may still acknowledge writes, with the standbys that were not
 * promoted in its place; the promoted one confirms nothing to it any more. Undefined: not said.
 * @param total how many replicas there are, where that is said
 */
export function acknowledgesDeposed(how: Mechanism, total: number | undefined): boolean | undefined {
  const { commit, storage } = how;
  if (storage?.value === 'shared') return true;
  if (!commit) return undefined;
  if (mayStayAtPrimary(commit.value)) return true;
  if (commit.value.mode === 'all' && 'otherwise' in commit.value) return false;
  const least = total === undefined ? undefined : acknowledgers(how, total);
  return least === undefined || total === undefined ? undefined : least < total;
}

/** How many replicas there are at least, the primary among them. */
export const leastInSync = ({ number, counted }: KeyValues['in-sync']): number =>
  counted === 'standbys' ? number + 1 : number;

const numberOf = (commit: Commit): number => (commit as { readonly number?: number }).number ?? 1;

/** What becomes of acknowledged writes when a standby is promoted. */
export type Promotion =
  | { readonly verdict: 'keeps'; readonly because: string; readonly settings: readonly Given<unknown>[] }
  | {
      readonly verdict: 'loses';
      /** Whether the write was on the primary alone, or the wrong standby is promoted. */
      readonly cause: 'lost-on-failover' | 'incomplete-promotion';
      /** "acknowledges a write …" */
      readonly acknowledged: string;
      readonly settings: readonly Given<unknown>[];
    }
  | { readonly verdict: 'unknown'; readonly missing: KeyName };

/** @param total how many replicas there are, where that is said */
export function promotion(model: ModelReader, how: Mechanism, total: number | undefined): Promotion {
  const { commit, promotes, storage } = how;
  if (storage?.value === 'shared')
    return { verdict: 'keeps', because: 'all replicas are on one volume (`storage: shared`)', settings: [storage] };
  if (!commit) return { verdict: 'unknown', missing: 'commit' };
  const written = `\`commit: ${commitText(commit.value)}\`, ${origin(model, commit)}`;
  const settings = [commit, ...(promotes ? [promotes] : [])];
  const keeps = (because: string): Promotion => ({ verdict: 'keeps', because, settings });
  const loses = (acknowledged: string, cause: 'lost-on-failover' | 'incomplete-promotion'): Promotion => ({
    verdict: 'loses',
    cause,
    acknowledged,
    settings,
  });
  const least = total === undefined ? undefined : acknowledgers(how, total);
  if (total !== undefined && least === total && total > 1) return keeps(`every standby has it (${written})`);
  if (commit.value.mode === 'all' && !mayStayAtPrimary(commit.value) && 'otherwise' in commit.value)
    return keeps(`every standby has it (${written})`);
  const isLocal = commit.value.mode === 'local';
  if (promotes?.value.who === 'complete' && !isLocal)
    return keeps(
      `what is acknowledged waits for standbys (${written}), and only one that has all of it is promoted (\`promotes: complete standby\`)`,
    );
  if (mayStayAtPrimary(commit.value))
    return loses(`${acknowledgedEarly(commit.value)} (${written})`, 'lost-on-failover');
  if (promotes?.value.who === 'elected' && total !== undefined && least !== undefined) {
    const majority = majorityOf(total);
    if (least + majority > total)
      return keeps(
        `${String(least)} of ${String(total)} replicas have it (${written}), and the most complete of a majority is promoted (\`promotes: elected standby\`)`,
      );
    return loses(
      `when ${String(least)} of ${String(total)} replicas have it (${written}), and a majority that elects can be without them`,
      'incomplete-promotion',
    );
  }
  if (promotes?.value.who === 'any')
    return loses(
      `when ${holdersText(how)} (${written}), and any other may be promoted (\`promotes: any standby\`, ${origin(model, promotes)})`,
      'incomplete-promotion',
    );
  if (commit.value.mode === 'majority' && promotes?.value.who === 'elected')
    return keeps(
      `a majority has it (${written}), and the most complete of a majority is promoted (\`promotes: elected standby\`)`,
    );
  return { verdict: 'unknown', missing: promotes ? 'replicas' : 'promotes' };
}

function holdersText({ commit, inSync }: Mechanism): string {
  if (commit?.value.mode !== 'in-sync') return 'some standbys have it';
  if (!inSync) return 'the replicas in sync have it';
  const least = leastInSync(inSync.value);
  return `the replicas in sync have it, which may be ${least > 1 ? `${String(least)} of them` : 'the primary alone'}`;
}

/** In which way a write is on the primary alone, for messages: "acknowledges a write …". */
export const acknowledgedEarly = (commit: Commit): string =>
  commit.mode === 'local' ? 'before any standby has it' : 'without a standby when none answers';

/** A value as it is written, for messages. */
export function commitText(commit: Commit): string {
  switch (commit.mode) {
    case 'local':
    case 'majority':
      return commit.mode;
    case 'in-sync':
      return 'in-sync replicas';
    case 'replicas':
      return `${String(commit.number)} ${commit.number === 1 ? 'replica' : 'replicas'}${commit.sloppy ? ' sloppy' : ''}`;
    default: {
      const parts: { mode: string; number?: number; until?: string; otherwise?: string } = commit;
      const count = parts.number === undefined ? '' : ` ${String(parts.number)}`;
      const noun = parts.number === 1 ? 'standby' : 'standbys';
      const until = parts.until === undefined ? '' : ` ${parts.until}`;
      const otherwise = parts.otherwise === undefined ? '' : `, else ${parts.otherwise}`;
      return `${commit.mode}${count} ${noun}${until}${otherwise}`;
    }
  }
}

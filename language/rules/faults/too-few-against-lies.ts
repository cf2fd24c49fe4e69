import { statedFor, toleratedLines } from '../../analyses/consistency/fault-model.ts';
import { origin } from '../../analyses/consistency/mechanism.ts';
import type { Facts } from '../../analyses/facts.ts';
import { isConsensusGroup, votersOf } from '../../analyses/placement/copies.ts';
import type { Copies } from '../../analyses/placement/copies.ts';
import { byzantineQuorum, mostLiars, neededOf, quorumsOf, shared } from '../../analyses/placement/quorums.ts';
import type { Agreement } from '../../analyses/placement/quorums.ts';
import { faultsOfLine, survival } from '../../analyses/placement/survival.ts';
import type { Fault } from '../../analyses/placement/survival.ts';
import { given, label } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { stateKinds } from '../../vocabulary/kinds.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule, Place, Verdict } from '../rule.ts';
import { placeOfSetting } from '../settings.ts';

interface Line {
  readonly text: string;
  readonly faults: readonly Fault[];
  readonly byzantine: readonly Fault[];
  readonly at: Place;
}

const rule: EntityRule = {
  severity: 'error',
  productionOnly: true,
  on: ['consensus', ...stateKinds],
  subsumedBy: ['faults/crash-only-among-strangers'],
  *check(group, facts) {
    const lines = linesFor(facts, group);
    if (lines.length === 0 || !isConsensusGroup(facts, group)) return;
    const voters = votersOf(facts, group);
    if (!voters) {
      yield unknown({ entity: group.id, key: group.kind === 'consensus' ? 'voters' : 'replicas' });
      return;
    }
    const verdicts = lines.map((line) => judge(facts, group, voters, line));
    yield (
      verdicts.find(({ verdict }) => verdict === 'violates') ??
      verdicts.find(({ verdict }) => verdict === 'unknown') ??
      holds('there are enough members for those that may lie')
    );
  },
};

export default rule;

function linesFor(facts: Facts, group: Entity): Line[] {
  return toleratedLines(facts, group)
    .map(({ faults, text, by, index }) => ({
      ...faultsOfLine(faults),
      text,
      at: { entity: by.id, key: 'tolerate', index },
    }))
    .filter(({ byzantine }) => byzantine.length > 0);
}

function judge(facts: Facts, group: Entity, voters: Copies, line: Line): Verdict {
  const total = voters.total;
  // In the placement that is best off, the worst choice of who lies.
  const liars = survival(facts, voters, total, line.byzantine).loss.copies;
  if (liars === 0 || total === 0) return holds('none of the members may lie');
  const agreement = given(facts, group, 'agreement');
  const asked = `\`${line.text}\`, which \`tolerate\` asks for`;
  const told = (reason: string, remedy: string): Verdict =>
    violates({
      at: { entity: group.id, key: voters.key },
      message: `\`${label(group)}\` does not withstand ${asked}: ${reason}. ${remedy}`,
      related: [
        { at: line.at, message: `\`${line.text}\` is to be survived` },
        ...(agreement && placeOfSetting(agreement)
          ? [{ at: placeOfSetting(agreement) as Place, message: 'what the protocol is made for' }]
          : []),
      ],
    });
  if (agreement?.value.members === 'crash-tolerant')
    return told(
      `its members agree by a protocol that takes each at its word (\`agreement: crash-tolerant\`, ${origin(facts, agreement)}), so that a single one that lies breaks it, however many there are`,
      `Use a protocol made for it (\`agreement: byzantine-tolerant\`) with at least ${String(3 * liars + 1)} members, or tolerate crashes only.`,
    );
  const least = leastMembers(facts, group, agreement?.value, liars);
  if (total < least.surely)
    return told(
      `${String(liars)} of its ${String(total)} members may lie, and ${least.because}`,
      least.surely === 3 * liars + 1 && agreement !== undefined
        ? `Run at least ${String(least.surely)}, or say what saves members: synchronous timing \`with signatures\`, or \`with trusted-components\`.`
        : `Run at least ${String(least.surely)}, or tolerate less.`,
    );
  if (total < least.otherwise) return unknown({ entity: group.id, key: least.missing });
  return judgeQuorum(facts, group, voters, line, liars, least.otherwise === 3 * liars + 1, told);
}

/** How many members agreement takes at least: surely, and unless something is said that is not. */
function leastMembers(
  facts: Facts,
  group: Entity,
  agreement: Agreement | undefined,
  liars: number,
): { readonly surely: number; readonly otherwise: number; readonly because: string; readonly missing: string } {
  const few = 2 * liars + 1;
  const many = 3 * liars + 1;
  const majority = `no protocol agrees with fewer than ${String(few)} then (2f + 1): the honest ones would be no majority`;
  const third = `without a bound on delays and signatures, agreement takes ${String(many)} then (3f + 1): the others cannot tell who lies from who is slow`;
  if (agreement === undefined) return { surely: few, otherwise: many, because: majority, missing: 'agreement' };
  const assumption = 'assumption' in agreement ? agreement.assumption : undefined;
  if (assumption === 'trusted-components')
    return { surely: few, otherwise: few, because: majority, missing: 'agreement' };
  if (assumption === 'signatures') {
    const timing = statedFor(facts, group, 'timing')?.value;
    if (timing === 'synchronous') return { surely: few, otherwise: few, because: majority, missing: 'agreement' };
    if (timing === undefined) return { surely: few, otherwise: many, because: majority, missing: 'timing' };
    const slow = `signatures save members only where delays are bounded, and \`timing\` is ${timing}: it takes ${String(many)} then (3f + 1)`;
    return { surely: many, otherwise: many, because: slow, missing: 'timing' };
  }
  return { surely: many, otherwise: many, because: third, missing: 'agreement' };
}

/** With enough members, whether the quorum fits: two share an honest member, and one is left when liars are silent. */
function judgeQuorum(
  facts: Facts,
  group: Entity,
  voters: Copies,
  line: Line,
  liars: number,
  sharesLiars: boolean,
  told: (reason: string, remedy: string) => Verdict,
): Verdict {
  const { total } = voters;
  const quorums = quorumsOf(facts, group, total);
  const fitting = String(byzantineQuorum(total, Math.max(liars, mostLiars(total))));
  const ask = `Ask for ${fitting} of ${String(total)} (\`quorum: ${fitting}\`).`;
  if (sharesLiars && shared(quorums, total) <= liars && given(facts, group, 'agreement') !== undefined)
    return told(
      `two quorums share at least ${String(Math.max(0, shared(quorums, total)))} of ${String(total)} members, and ${String(liars)} that they share may tell each something else`,
      ask,
    );
  const left = survival(facts, voters, neededOf(quorums), [...line.byzantine, ...line.faults]);
  if (left.verdict === 'fails')
    return told(
      `${String(neededOf(quorums))} of ${String(total)} must agree, and ${String(total - left.loss.copies)} are left when the others are silent or down`,
      `Run more members, or tolerate less.`,
    );
  return left.verdict === 'open'
    ? unknown({ entity: group.id, key: voters.key })
    : holds(`${String(total)} members are enough when ${String(liars)} may lie`);
}

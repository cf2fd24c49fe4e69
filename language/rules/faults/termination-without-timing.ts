import { statedFor, toleratedLines } from '../../analyses/consistency/fault-model.ts';
import { partiesTo } from '../../analyses/consistency/needs.ts';
import { origin } from '../../analyses/consistency/mechanism.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import type { Facts } from '../../analyses/facts.ts';
import { isConsensusGroup } from '../../analyses/placement/copies.ts';
import { durationText } from '../../analyses/timing/text.ts';
import { given, label, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { stateKinds } from '../../vocabulary/kinds.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule, Place } from '../rule.ts';
import { placeOfSetting } from '../settings.ts';

/** Something that can only be kept if decisions are always reached. */
interface Claim {
  readonly at: Place;
  readonly text: string;
  /** Milliseconds within which they are to be reached. */
  readonly within?: number;
}

const rule: EntityRule = {
  severity: 'warning',
  on: ['consensus', ...stateKinds],
  *check(group, facts) {
    if (!isConsensusGroup(facts, group)) return;
    const claim = claimOf(facts, group);
    if (!claim) return;
    const timing = statedFor(facts, group, 'timing');
    if (!timing) {
      yield unknown({ entity: group.id, key: 'timing' });
      return;
    }
    if (timing.value === 'synchronous' || (timing.value === 'partially-synchronous' && claim.within === undefined)) {
      yield holds(`\`timing: ${timing.value}\` allows it`);
      return;
    }
    const fault = faultIn(facts, group);
    if (!fault) {
      yield unknown({ entity: timing.by.id, key: 'tolerate' });
      return;
    }
    const why =
      timing.value === 'asynchronous'
        ? `\`timing: asynchronous\` puts no bound on delays, and with a single fault (\`${fault.text}\`) no deterministic protocol is then sure ever to decide: it cannot tell who is down from who is slow (Fischer, Lynch and Paterson)`
        : `\`timing: partially-synchronous\` gives bounds from a time on that nobody knows, so that no time is sure to be enough`;
    yield violates({
      at: claim.at,
      message: `${claim.text}, and \`${label(group)}\` cannot promise that: ${why}. What it decides stays right; only when is open. Say that decisions come when the network behaves (\`liveness: eventual\`) and give an objective below 100%, or state bounds that really hold (\`timing: ${claim.within === undefined ? 'partially-synchronous' : 'synchronous'}\`).`,
      related: [
        { at: { entity: timing.by.id, key: 'timing' }, message: `\`timing: ${timing.value}\`` },
        { at: fault.at, message: `\`${fault.text}\` may happen` },
        ...(claim.at.entity === group.id ? [] : [{ at: { entity: group.id }, message: 'decides by consensus' }]),
      ],
      fixes:
        claim.at.key === 'liveness'
          ? [
              {
                title: 'Set `liveness: eventual`',
                edits: [{ type: 'set', ...claim.at, key: 'liveness', value: 'eventual' }],
              },
            ]
          : [],
    });
  },
};

export default rule;

function claimOf(facts: Facts, group: Entity): Claim | undefined {
  const liveness = given(facts, group, 'liveness');
  if (liveness?.value.claim === 'guaranteed') {
    const { value } = liveness;
    const within = 'within' in value ? value.within : undefined;
    const time = within === undefined ? '' : ` within ${durationText(within)}`;
    return {
      at: placeOfSetting(liveness) ?? { entity: group.id },
      text: `Every decision of \`${label(group)}\` is claimed to be reached${time} (\`liveness: guaranteed\`, ${origin(facts, liveness)})`,
      ...(within !== undefined && { within }),
    };
  }
  // Choices by chance are no way around a deadline, but they are one around never deciding.
  if (liveness?.value.claim === 'with-probability-1') return undefined;
  for (const by of askersOf(facts, group))
    if ((written(by, 'slo') ?? []).some((slo) => slo.objective === 'availability' && slo.target === 1))
      return {
        at: { entity: by.id, key: 'slo' },
        text: `\`${label(by)}\` is to be available for 100% of its requests`,
      };
  return undefined;
}

/** The group and what waits for its decisions. */
function askersOf(facts: Facts, group: Entity): Entity[] {
  const flows = entitiesOf(facts, facts.flowsTo(group.id)).filter((flow) => !flow.asynchronous);
  const parties = flows.flatMap((flow) => partiesTo(facts, flow, group)).filter(({ kind }) => kind === 'operation');
  return [group, ...parties];
}

/** One fault is enough. */
function faultIn(facts: Facts, group: Entity): { text: string; at: Place } | undefined {
  const [line] = toleratedLines(facts, group);
  return line && { text: line.text, at: { entity: line.by.id, key: 'tolerate', index: line.index } };
}

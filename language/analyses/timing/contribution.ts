import type { Contributor } from '../facts.ts';
import { callTime, triesText } from './call.ts';
import type { CallTime } from './call.ts';
import { durationText } from './text.ts';

const contributor: Contributor = {
  on: ['flow'],
  facts(facts, flow) {
    const call = facts.of(callTime, flow.id);
    if (call.least === undefined) return [];
    const { least, most, attempt, deadline } = call;
    const value = boundText(call);
    const isSaid = (least === deadline || least === attempt) && (most ?? least) === least;
    return [
      {
        label: flow.asynchronous ? 'Longest sending' : 'Longest call',
        value,
        reason: reasonOf(call),
        ...(!isSaid && {
          hint: { kind: 'time', text: `takes ${most === undefined ? value : `up to ${durationText(most)}`}` },
        }),
      },
    ];
  },
};

export default contributor;

function boundText({ least = 0, most }: CallTime): string {
  if (most === undefined) return `at least ${durationText(least)}`;
  return most > least ? `${durationText(least)} to ${durationText(most)}` : durationText(most);
}

/** When every try hangs until its timeout. */
function reasonOf(call: CallTime): string {
  const { attempt, deadline, triesLeast, triesMost, tries } = call;
  const parts: string[] = [];
  if (attempt !== undefined && triesLeast !== undefined) {
    const most =
      triesMost === undefined || triesMost === triesLeast ? '' : ` to ${durationText(triesMost)}, by the waits drawn`;
    const [terms, total] = [triesText(call), durationText(triesLeast)];
    parts.push(terms === total ? total : `${terms} = ${total}${most}`);
    if (tries === undefined) parts.push('`retries` is not said');
  }
  if (deadline !== undefined) parts.push(`ended by \`deadline: ${durationText(deadline)}\``);
  return `when every try hangs: ${parts.join(', ')}`;
}

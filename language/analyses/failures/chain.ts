/**
 * Whether a chain answers in a situation. O(copies).
 *
 * Source: van Renesse and Schneider, Chain Replication for Supporting High Throughput and Availability, OSDI 2004.
 */
import { label } from '../../model/model.ts';
import type { Mechanism } from '../consistency/mechanism.ts';
import type { Round } from '../consistency/participants.ts';
import { placeText } from './group.ts';
import type { Group } from './group.ts';
import { allOf, no, open, yes } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Position } from './situation.ts';

/** A chain needs all of its copies; who is gone is taken out of it by whoever configures it. */
export function alongChain(group: Group, round: Round, how: Mechanism, at: Position): Outcome {
  const name = `\`${label(group.element)}\``;
  const end = round.contact === 'head' ? 0 : group.places.length - 1;
  const needed = round.contact === 'head' ? group.all : [end];
  const whole = allOf(
    needed.map((copy): Outcome => {
      const reached = group.answers(copy, group.place(end));
      return { certainty: reached, because: `the copy of ${name} in ${group.placeText(copy)} answers in its chain` };
    }),
    '',
  );
  const asked = group.answers(end, at);
  if (whole.certainty === 'yes' && asked === 'yes') return yes(`the chain of ${name} is whole`);
  if (!group.all.some((copy) => group.answers(copy, at) !== 'no'))
    return no(`no copy of ${name} can be reached${at === undefined ? '' : ` from ${placeText(at)}`}`);
  if (how.failover?.value.mode === 'none') return no(`the chain of ${name} is broken (\`failover: none\`)`);
  const within =
    how.failover?.value.mode === 'automatic' && 'within' in how.failover.value ? how.failover.value.within : undefined;
  const left = group.all.some((copy) => group.runs(copy) === 'yes');
  return how.failover?.value.mode === 'automatic' && group.ground.isConnected && left
    ? yes(`the chain of ${name} goes on without the copies that are gone`, within ?? 'open')
    : open(`the chain of ${name} is broken, and nobody says who takes copies out of it on which side`);
}

/**
 * What clients call to bring out that a promise is broken: for each model the smallest programs in which some history is
 * not allowed, smallest first. Values are unique, so that a read tells which write it saw.
 *
 * Sources: Viotti and Vukolić, Consistency in Non-Transactional Distributed Storage Systems, 2016 (the models); Attiya
 * and Welch, Sequential Consistency versus Linearizability, 1994 (two writers who read each other’s item).
 */
import type { ConsistencyModel } from '../../analyses/consistency/models.ts';
import type { Call, Program } from '../network/world.ts';

/** The names of two items, as the description calls them. */
export interface Items {
  readonly x: string;
  readonly y: string;
}

const read = (object: string): Call => ({ action: 'read', object, value: 0 });
const write = (object: string, value: number): Call => ({ action: 'write', object, value });
const update = (object: string, value: number): Call => ({ action: 'update', object, value });

export function programsFor(model: ConsistencyModel, { x, y }: Items): readonly Program[] {
  switch (model) {
    case 'read-your-writes':
      return [[[write(x, 1), read(x)]], [[write(x, 1), read(x)], [write(x, 2)]]];
    case 'monotonic-reads':
      return [[[write(x, 1)], [read(x), read(x)]]];
    case 'monotonic-writes':
      return [
        [
          [write(x, 1), write(y, 2)],
          [read(y), read(x)],
        ],
      ];
    case 'writes-follow-reads':
      return [[[write(x, 1)], [read(x), write(y, 2)], [read(y), read(x)]]];
    case 'pram':
      return [...programsFor('monotonic-writes', { x, y }), ...programsFor('read-your-writes', { x, y })];
    case 'causal':
      return [...programsFor('pram', { x, y }), ...programsFor('writes-follow-reads', { x, y })];
    case 'sequential':
      return [
        [
          [write(x, 1), read(y)],
          [write(y, 2), read(x)],
        ],
        [
          [write(x, 1), read(x)],
          [write(x, 2), read(x)],
        ],
      ];
    case 'safe':
    case 'regular':
      return [
        [[write(x, 1)], [read(x)]],
        [[write(x, 1), write(x, 2)], [read(x)]],
      ];
    case 'linearizable':
      return [
        [[write(x, 1)], [read(x)]],
        [[write(x, 1)], [read(x), read(x)]],
        [[write(x, 1)], [read(x)], [read(x)]],
        ofTwoWriters({ x, y }),
      ];
    default:
      return [];
  }
}

/**
 * The same where a session’s token says how far whoever answers must be: that what was there is gone is seen only once
 * something else has taken its place.
 */
export function programsByToken(model: ConsistencyModel, { x, y }: Items): readonly Program[] {
  switch (model) {
    case 'read-your-writes':
      return [[[write(x, 1), write(y, 2), read(x)]]];
    case 'monotonic-reads':
      return [[[write(x, 1)], [read(x), write(y, 2), read(x)]]];
    default:
      return programsFor(model, { x, y });
  }
}

/** One write after another, and what is left of the two. */
export const ofTwoWriters = ({ x }: Items): Program => [[write(x, 1)], [write(x, 2)], [read(x)]];

/** Two writes of which neither knows of the other, and a reader that has to choose: the other’s, then its own again. */
export const ofOneReader = ({ x }: Items): Program => [[write(x, 1), read(x), read(x)], [write(x, 2)]];

/** Updates, each of which must find what the one before left: of one session, or of several. */
export const updatePrograms = (model: ConsistencyModel, { x }: Items): readonly Program[] => {
  const ofOne: Program = [[update(x, 1), update(x, 2)]];
  if (model === 'read-your-writes' || model === 'monotonic-reads') return [ofOne];
  return [[[update(x, 1)], [update(x, 2)]], ofOne, [[update(x, 1), update(x, 2)], [update(x, 3)]]];
};

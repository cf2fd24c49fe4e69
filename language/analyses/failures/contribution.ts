import { qualifiedName } from '../../model/symbols.ts';
import type { Id } from '../../model/symbols.ts';
import { stateKinds } from '../../vocabulary/kinds.ts';
import type { Contributor, Fact } from '../facts.ts';
import { partitionBehaviour } from './cap.ts';
import type { PartitionBehaviour, Side, Split } from './cap.ts';
import { answers } from './expectations.ts';
import type { Certainty } from './outcome.ts';
import { situationOf } from './situation.ts';
import { storyOf } from './story.ts';

const contributor: Contributor = {
  on: [...stateKinds, 'consensus', 'scenario'],
  facts(facts, entity) {
    if (entity.kind === 'scenario')
      return [
        ...storyOf(situationOf(entity)).map((value): Fact => ({ label: 'Happens', value })),
        ...facts.of(answers, entity.id).map(({ text, verdict, because }): Fact => ({
          label: words[verdict],
          value: text,
          reason: because,
        })),
      ];
    const behaviour = facts.of(partitionBehaviour, entity.id);
    return behaviour ? partitionFacts(behaviour) : [];
  },
  consequences(facts, entity) {
    if (entity.kind === 'scenario')
      return facts.of(answers, entity.id).map(({ text, verdict }) => ({
        entity: entity.id,
        measure: text,
        value: words[verdict].toLowerCase(),
        keeps: verdict === 'holds' ? ['expectation'] : [],
        breaks: verdict === 'fails' ? ['expectation'] : [],
      }));
    const behaviour = facts.of(partitionBehaviour, entity.id);
    return behaviour ? [{ entity: entity.id, measure: 'In a partition', value: classes[behaviour.class] }] : [];
  },
};

export default contributor;

const words = { holds: 'Holds', fails: 'Fails', unknown: 'Unknown' } as const;

const classes = {
  CP: 'CP: consistent, not available on every side',
  AP: 'AP: available on every side, not consistent',
  neither: 'neither consistent nor available on every side',
  unknown: 'unknown',
} as const;

function partitionFacts({ splits, consistent, class: found }: PartitionBehaviour): Fact[] {
  const short = found === 'neither' ? 'neither CP nor AP' : found;
  return [
    {
      label: 'In a partition',
      value: classes[found],
      reason: consistent.because,
      ...(found !== 'unknown' && { hint: { kind: 'consistency', text: short } }),
    },
    ...splits.slice(0, MOST_SPLITS).flatMap((split) => split.sides.map((side) => sideFact(split, side))),
  ];
}

/** More than this are not told one by one. */
const MOST_SPLITS = 3;

function sideFact({ fault }: Split, { places, reads, writes }: Side): Fact {
  const text = (certainty: Certainty, verb: string, negated: string): string =>
    certainty === 'yes' ? verb : certainty === 'no' ? `does not ${negated}` : `unknown whether it ${verb}`;
  return {
    label: `${placesText(places)} alone`,
    value: `${text(reads.certainty, 'reads', 'read')}, ${text(writes.certainty, 'writes', 'write')}`,
    reason: `${fault}: ${writes.because}`,
  };
}

const placesText = (places: readonly Id[]): string => places.map((id) => `\`${qualifiedName(id)}\``).join(', ');

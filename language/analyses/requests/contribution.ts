import { label } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import type { Contributor, Fact, Facts } from '../facts.ts';
import { durationText } from '../timing/text.ts';
import { worstChain } from './attempts.ts';
import { demandOfOperation } from './demand.ts';

const contributor: Contributor = {
  on: ['operation'],
  facts: (facts, operation) => [...attemptFacts(facts, operation), ...waitFacts(facts, operation)],
};

export default contributor;

const nameOf = (facts: Facts, id: Id | undefined): string => {
  const entity = id === undefined ? undefined : facts.entity(id);
  return `\`${entity ? label(entity) : '?'}\``;
};

function attemptFacts(facts: Facts, operation: Entity): Fact[] {
  const { layers, attempts } = facts.of(worstChain, operation.id);
  const last = layers[layers.length - 1];
  if (!last || !layers.some(({ tries }) => tries !== undefined)) return [];
  const product = layers
    .map(({ flow, tries }) => `${tries === undefined ? 'unknown' : String(tries)} of ${nameOf(facts, flow)}`)
    .join(' × ');
  const least = layers.some(({ tries }) => tries === undefined) ? 'at least ' : '';
  const value = `${least}${String(attempts)} on ${nameOf(facts, last.to)}`;
  return [
    {
      label: 'Attempts for one request, at worst',
      value,
      reason: `tries: ${product}`,
      ...(attempts > 1 && { hint: { kind: 'attempts', text: `tries: ${value.replaceAll('`', '')}` } }),
    },
  ];
}

function waitFacts(facts: Facts, operation: Entity): Fact[] {
  const { time, terms } = demandOfOperation(facts, operation.id);
  if (time === 0) return [];
  const sum = terms
    .map(
      (term) =>
        `${nameOf(facts, term.flow)} ${term.times > 1 ? `${String(term.times)} × ` : ''}${durationText(term.time)}`,
    )
    .join(' + ');
  return [
    {
      label: 'Waits for hard dependencies, at worst',
      value: `at least ${durationText(time)}`,
      reason: sum,
      hint: { kind: 'time', text: `waits at least ${durationText(time)}` },
    },
  ];
}

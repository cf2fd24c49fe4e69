import { entitiesOf } from '../../analyses/facts.ts';
import type { Facts } from '../../analyses/facts.ts';
import { repeatingLayers, worstChain } from '../../analyses/requests/attempts.ts';
import type { Chain, Layer } from '../../analyses/requests/attempts.ts';
import { operationsIn, requestTree } from '../../analyses/requests/tree.ts';
import { label } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule, Mend, Violation } from '../rule.ts';

/**
 * More attempts than this from one request are reported: what two layers make that each keep to three attempts, the
 * budget per request in Beyer et al., Site Reliability Engineering, 2016, chapter 21. The same book's example of what
 * brings a system down is 64, three layers of four (chapter 22).
 */
export const MOST_ATTEMPTS = 9;

const rule: EntityRule = {
  severity: 'warning',
  on: ['operation'],
  *check(operation, facts) {
    const chain = facts.of(worstChain, operation.id);
    if (chain.layers.length === 0) return;
    if (!isAmplified(chain)) {
      const open = chain.layers.filter((layer) => layer.tries === undefined && layer.flow !== undefined);
      if (open.length === 0) yield holds(`at most ${String(chain.attempts)} attempts`);
      else yield unknown(...open.map(({ flow }) => ({ entity: flow as Id, key: 'retries' })));
      return;
    }
    // Said where the chain is whole: an operation inside that is too much by itself has a finding of its own.
    const inside = operationsIn(facts.of(requestTree, operation.id)).filter((id) => id !== operation.id);
    if (!inside.some((id) => isAmplified(facts.of(worstChain, id)))) yield finding(facts, operation, chain);
  },
};

export default rule;

const isAmplified = (chain: Chain): boolean => chain.attempts > MOST_ATTEMPTS && repeatingLayers(chain).length > 1;

function finding(facts: Facts, operation: Entity, chain: Chain): Violation {
  const layers = repeatingLayers(chain);
  const last = chain.layers[chain.layers.length - 1];
  const target = nameOf(facts, last?.to);
  const product = layers.map((layer) => layerText(facts, layer)).join(' × ');
  return violates({
    at: { entity: operation.id, key: 'steps' },
    message:
      `When \`${target}\` fails, one \`${label(operation)}\` becomes up to ${String(chain.attempts)} attempts on it: ${product}. ` +
      `Each layer repeats all that the layer below has repeated, and the load grows when it can least be borne. ` +
      `Retry in one layer only, best in the one next to \`${target}\`, and let the others fail fast (\`retries: 0\`).`,
    related: layers.flatMap((layer) =>
      layer.flow === undefined
        ? []
        : [{ at: { entity: layer.flow, key: 'retries' }, message: `up to ${layerText(facts, layer)}` }],
    ),
    affects: layers.flatMap(({ flow }) => flow ?? []),
    fixes: fixes(facts, layers),
  });
}

const nameOf = (facts: Facts, id: Id | undefined): string => {
  const entity = id === undefined ? undefined : facts.entity(id);
  return entity ? label(entity) : '';
};

const layerText = (facts: Facts, layer: Layer): string =>
  `${String(layer.tries)} tries of \`${nameOf(facts, layer.flow)}\``;

function fixes(facts: Facts, layers: readonly Layer[]): Mend[] {
  const outer = entitiesOf(
    facts,
    layers.slice(0, -1).flatMap(({ flow }) => flow ?? []),
  );
  return [
    {
      title: `Retry only in the innermost layer: \`retries: 0\` on ${outer.map((flow) => `\`${label(flow)}\``).join(', ')}`,
      edits: outer.map((flow) => ({ type: 'set', entity: flow.id, key: 'retries', value: '0' })),
    },
  ];
}

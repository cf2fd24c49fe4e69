import { qualifiedName } from '../../model/symbols.ts';
import { written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { elementKinds } from '../../vocabulary/kinds.ts';
import type { Contributor, Fact, Facts } from '../facts.ts';
import { boundaries, crossing, protection } from './trust.ts';

const contributor: Contributor = {
  on: ['flow', ...elementKinds],
  facts: (facts, entity) => (entity.kind === 'flow' ? flowFacts(facts, entity) : elementFacts(facts, entity)),
};

export default contributor;

const named = (ids: readonly Id[]): string => ids.map((id) => `\`${qualifiedName(id)}\``).join(', ');

function elementFacts(facts: Facts, element: Entity): Fact[] {
  const around = facts.of(boundaries, element.id).filter((boundary) => boundary !== element.id);
  const innermost = around[0];
  if (innermost === undefined) return [];
  const boundary = facts.entity(innermost);
  const trust = boundary && written(boundary, 'trust');
  return [
    {
      label: 'Trust boundary',
      value: `${named(around)}${trust ? `, trust ${trust}` : ''}`,
      reason: element.clauses['in'] === undefined ? 'it is declared inside' : 'its head says `in`',
    },
  ];
}

function flowFacts(facts: Facts, flow: Entity): Fact[] {
  const { crosses, leaves, enters, encrypted, authenticated, closedBy } = facts.of(crossing, flow.id);
  const over = written(flow, 'over');
  const result: Fact[] = [];
  if (crosses)
    result.push({
      label: 'Crosses',
      value: [leaves.length > 0 ? `out of ${named(leaves)}` : '', enters.length > 0 ? `into ${named(enters)}` : '']
        .filter((part) => part !== '')
        .join(' '),
      reason: 'source and target stand in different trust boundaries',
    });
  const absent = closedBy === undefined ? undefined : `\`${qualifiedName(closedBy)}\` says \`complete: security\``;
  if (over || encrypted !== undefined)
    result.push({
      label: 'Encrypted',
      value: encrypted === undefined ? 'unknown' : over === 'local' ? 'never on a network' : encrypted ? 'yes' : 'no',
      reason:
        written(flow, 'authenticates') === 'mtls'
          ? 'client certificate (mTLS)'
          : over
            ? `\`over: ${over}\` (${protection[over].source})`
            : (absent ?? ''),
    });
  if (authenticated !== undefined) {
    const authenticates = written(flow, 'authenticates');
    result.push({
      label: 'Authenticated',
      value: authenticated ? 'yes' : 'no',
      reason: authenticates
        ? `\`authenticates: ${authenticates}\``
        : over && protection[over].authenticates === true
          ? `\`over: ${over}\` (${protection[over].source})`
          : (absent ?? ''),
    });
  }
  return result;
}

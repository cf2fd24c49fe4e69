/** Findings about needs that are broken by what stands between a store and its user: one for each cause at a store. */
import type { PathCause } from '../analyses/consistency/guarantees.ts';
import { shortfalls } from '../analyses/consistency/shortfalls.ts';
import type { PathShortfall } from '../analyses/consistency/shortfalls.ts';
import type { Facts } from '../analyses/facts.ts';
import { label } from '../model/model.ts';
import type { Entity } from '../model/model.ts';
import { listed } from '../model/wording.ts';
import { violates } from './rule.ts';
import type { Violation } from './rule.ts';

export function* pathFindings(facts: Facts, store: Entity, causes: readonly PathCause[]): Iterable<Violation> {
  const found = facts.of(shortfalls, store.id).onPath;
  for (const cause of causes) {
    const affected = found.filter(({ refutation }) => refutation.cause === cause);
    const [first, ...others] = affected;
    if (first) yield finding(facts, store, first, others);
  }
}

function finding(facts: Facts, store: Entity, first: PathShortfall, others: readonly PathShortfall[]): Violation {
  const { flow, need, refutation } = first;
  const isOwn = need.by.id === flow.id;
  const stated = isOwn ? '' : ` (as ${need.by.kind} \`${label(need.by)}\` asks for)`;
  const also = [...new Set(others.map((other) => `\`${label(other.flow)}\` (${other.need.model})`))];
  return violates({
    at: { entity: need.by.id, key: 'needs' },
    aspect: refutation.cause,
    message: `\`${label(flow)}\` needs ${need.model}${stated}, and does not get it from \`${label(store)}\`: ${refutation.argument}. ${refutation.remedy}${also.length > 0 ? ` The same breaks ${listed(also, 'and')}.` : ''}`,
    related: [
      ...(isOwn ? [] : [{ at: { entity: flow.id }, message: `\`${label(flow)}\` relies on it` }]),
      ...refutation.settings.flatMap(({ provenance }) =>
        provenance.from === 'written'
          ? [{ at: { entity: provenance.entity, key: provenance.key }, message: `\`${provenance.key}\` is said here` }]
          : [],
      ),
      ...others.map((other) => ({
        at: { entity: other.flow.id },
        message: `\`${label(other.flow)}\` needs ${other.need.model}`,
      })),
    ],
    affects: [flow, ...others.map((other) => other.flow)].map(({ id }) => id),
    fixes: refutation.mends.map(({ entity, key, value }) => ({
      title: `Set \`${key}: ${value}\` on \`${nameOf(facts, entity)}\``,
      edits: [{ type: 'set', entity, key, value }],
    })),
  });
}

function nameOf(facts: Facts, id: string): string {
  const entity = facts.entity(id);
  return entity ? label(entity) : id;
}

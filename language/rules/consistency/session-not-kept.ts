import { sessionOf, requestsTo } from '../../analyses/consistency/session.ts';
import type { Facts } from '../../analyses/facts.ts';
import { given, label, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { listed } from '../../model/wording.ts';
import { stateKinds } from '../../vocabulary/kinds.ts';
import { pathFindings } from '../path-findings.ts';
import { violates } from '../rule.ts';
import type { EntityRule, Violation } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: [...stateKinds, 'service'],
  subsumedBy: ['consistency/available-and-linearizable'],
  *check(entity, facts) {
    if (entity.kind !== 'service') yield* pathFindings(facts, entity, ['session-split']);
    else if (written(entity, 'state') === 'session') yield* lostSession(facts, entity);
  },
};

export default rule;

/** A service that keeps what belongs to a session in the replica that happened to be asked. */
function* lostSession(facts: Facts, service: Entity): Iterable<Violation> {
  const replicas = given(facts, service, 'replicas')?.value.replicas;
  const entries = requestsTo(facts, service);
  if (replicas === undefined || replicas < 2 || entries.length === 0) return;
  if (entries.some((entry) => (sessionOf(facts, entry) ?? 'none') !== 'none')) return;
  const names = listed(
    entries.map((entry) => `\`${label(entry)}\``),
    'and',
  );
  yield violates({
    at: { entity: service.id, key: 'state' },
    message: `\`${label(service)}\` keeps what belongs to a session in the replica that is asked (\`state: session\`), runs ${String(replicas)} replicas, and nothing ties the requests that come by ${names} to one of them: the next request of a session may find nothing of the one before. Keep a session at one replica (\`session: sticky\`), or keep what belongs to it in a store that all replicas read.`,
    related: [
      { at: { entity: service.id, key: 'replicas' }, message: `${String(replicas)} replicas` },
      ...entries.map((entry) => ({ at: { entity: entry.id }, message: 'may reach any replica' })),
    ],
    fixes: entries.slice(entries.length - 1).map(({ id, ...entry }) => ({
      title: `Set \`session: sticky\` on \`${entry.name || entry.qualified}\``,
      edits: [{ type: 'set', entity: id, key: 'session', value: 'sticky' }],
    })),
  });
}

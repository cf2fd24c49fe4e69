import { closedBy } from '../../analyses/completeness.ts';
import { label, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { qualifiedName } from '../../model/symbols.ts';
import type { Facts } from '../../analyses/facts.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule, Mend, Violation } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: ['flow'],
  *check(flow, facts) {
    const repetition = repetitionOf(flow);
    const access = written(flow, 'access');
    if (!repetition || access === 'read') return;
    const idempotent = written(flow, 'idempotent');
    if (idempotent && ('key' in idempotent || idempotent.natural)) {
      yield holds('doing it twice is the same as doing it once');
      return;
    }
    // `idempotent: no` says it all; where the word is absent, only a known write in a closed scope is certain.
    const closed = idempotent ? undefined : closedBy(facts, flow, 'resilience');
    if (!idempotent && !closed) yield unknown({ entity: flow.id, key: 'idempotent' });
    else if (!idempotent && access === undefined) yield unknown({ entity: flow.id, key: 'access' });
    else yield finding(facts, flow, repetition, closed);
  },
};

export default rule;

interface Repetition {
  readonly key: 'retries' | 'delivery';
  readonly what: string;
  readonly cause: string;
}

/** What makes the same thing happen twice. */
function repetitionOf(flow: Entity): Repetition | undefined {
  const retries = written(flow, 'retries')?.retries ?? 0;
  if (retries > 0)
    return {
      key: 'retries',
      what: `is tried up to ${String(retries + 1)} times`,
      cause: 'When only the answer was lost or late, the first try has been done all the same',
    };
  if (written(flow, 'delivery') === 'at-least-once')
    return {
      key: 'delivery',
      what: 'is delivered at least once',
      cause: 'When a consumer stops between doing the work and saying so, the message comes again',
    };
  return undefined;
}

function finding(facts: Facts, flow: Entity, repetition: Repetition, closed: Entity | undefined): Violation {
  const name = `\`${label(flow)}\``;
  const target = flow.target === undefined ? undefined : facts.entity(flow.target);
  const access = written(flow, 'access');
  const why = closed
    ? `and nothing says that it is idempotent, which \`complete: resilience\` in \`${qualifiedName(closed.id)}\` makes a no`
    : 'and is not idempotent (`idempotent: no`)';
  const effect =
    access === undefined ? 'it takes effect twice' : `\`${target ? label(target) : ''}\` takes the ${access} twice`;
  return violates({
    at: { entity: flow.id, key: repetition.key },
    message:
      `${name} ${repetition.what}, ${why}. ${repetition.cause}, and ${effect}. ` +
      `Let the receiver recognise a repetition by a key (\`idempotent: by "request id"\`)${repetition.key === 'retries' ? ', or do not retry (`retries: 0`)' : ''}.`,
    related: [
      ...(written(flow, 'idempotent')
        ? [{ at: { entity: flow.id, key: 'idempotent' }, message: 'twice is not the same as once' }]
        : []),
      ...(access === undefined ? [] : [{ at: { entity: flow.id, key: 'access' }, message: `it is a ${access}` }]),
    ],
    fixes: fixes(flow, repetition),
  });
}

function fixes(flow: Entity, { key }: Repetition): Mend[] {
  const byKey: Mend = {
    title: 'Recognise repetitions by a key: `idempotent: by "request id"`',
    edits: [{ type: 'set', entity: flow.id, key: 'idempotent', value: 'by "request id"' }],
  };
  if (key === 'delivery') return [byKey];
  return [
    byKey,
    { title: 'Do not retry: `retries: 0`', edits: [{ type: 'set', entity: flow.id, key: 'retries', value: '0' }] },
  ];
}

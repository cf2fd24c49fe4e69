import { dualWrites } from '../../analyses/consistency/dual-writes.ts';
import type { Call } from '../../analyses/consistency/effects.ts';
import { label, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { listed } from '../../model/wording.ts';
import { qualifiedName } from '../../model/symbols.ts';
import type { Facts } from '../../analyses/facts.ts';
import { sourcesOf } from '../../analyses/consistency/caches.ts';
import { stateKinds } from '../../vocabulary/kinds.ts';
import { violates } from '../rule.ts';
import type { EntityRule, Mend, Violation } from '../rule.ts';

const rule: EntityRule = {
  severity: 'warning',
  on: ['operation', ...stateKinds],
  subsumedBy: ['consistency/across-stores', 'consistency/projection-weakens-need'],
  *check(entity, facts) {
    if (entity.kind !== 'operation') {
      const twice = keptByHand(facts, entity);
      if (twice) yield twice;
      return;
    }
    const [first, second, ...others] = facts.of(dualWrites, entity.id);
    if (first && second) yield finding(facts, entity, [first, second, ...others]);
  },
};

export default rule;

function finding(facts: Facts, operation: Entity, writes: readonly [Call, Call, ...Call[]]): Violation {
  const [first, second] = writes;
  const each = writes.map(({ flow, target }) => `\`${label(target)}\` (by \`${label(flow)}\`)`);
  const who = first.flow.source === undefined ? undefined : facts.entity(first.flow.source);
  const home = writes.find(({ target }) => target.kind === 'store');
  const message = writes.find((write) => isMessage(write));
  const outbox =
    home && message
      ? `Send \`${label(message.flow)}\` through an outbox in \`${label(home.target)}\` (\`via: outbox of ${label(home.target)}\`)`
      : `Write one of them and let the other follow it (\`follows: ${label(first.target)} by change capture\`)`;
  return violates({
    at: { entity: operation.id, key: 'steps' },
    message: `\`${label(operation)}\` writes ${listed(each, 'and')}, and nothing keeps them together: when \`${label(who ?? operation)}\` stops after \`${label(first.flow)}\` and before \`${label(second.flow)}\`, or one of them fails, one has the change and the other never gets it. ${outbox}, say what undoes the first when the second fails (\`atomic: by saga\`), or accept it (\`atomic: no\`).`,
    related: writes.map(({ flow, target }) => ({
      at: { entity: flow.id },
      message: `\`${label(flow)}\` writes \`${label(target)}\``,
    })),
    affects: writes.map(({ flow }) => flow.id),
    fixes: home && message && writes.length === 2 ? [outboxFix(message.flow, home.target)] : [],
  });
}

const isMessage = ({ target, flow }: Call): boolean =>
  written(flow, 'via') === undefined && ['log', 'topic', 'queue'].includes(target.kind);

const outboxFix = (flow: Entity, store: Entity): Mend => ({
  title: `Send \`${label(flow)}\` through an outbox in \`${label(store)}\``,
  edits: [{ type: 'set', entity: flow.id, key: 'via', value: `outbox of ${qualifiedName(store.id)}` }],
});

/** A store that follows others only because whoever writes them writes it too. */
function keptByHand(facts: Facts, store: Entity): Violation | undefined {
  const follows = written(store, 'follows');
  if (follows?.channel !== 'dual write') return undefined;
  const names = listed(
    sourcesOf(facts, follows.sources).map((source) => `\`${label(source)}\``),
    'and',
  );
  if (names === '') return undefined;
  const sources = follows.sources.map(({ path }) => path).join(' and ');
  return violates({
    at: { entity: store.id, key: 'follows' },
    message: `\`${label(store)}\` is kept like ${names} by whoever writes, who writes both (\`by dual write\`): where one write fails, or two writers come in different orders, they differ for good. Let \`${label(store)}\` follow what ${names} has committed (\`by change capture\`).`,
    fixes: [
      {
        title: `Let \`${label(store)}\` follow by change capture`,
        edits: [{ type: 'set', entity: store.id, key: 'follows', value: `${sources} by change capture` }],
      },
    ],
  });
}

import { chosenOption, gap, optionsOf, statusOf } from '../../analyses/decisions/decisions.ts';
import type { Facts } from '../../analyses/facts.ts';
import { equal } from '../../model/equal.ts';
import { label } from '../../model/model.ts';
import type { Entity, OverlayStatement } from '../../model/model.ts';
import { keysOfKnobs } from '../../model/overlay.ts';
import type { Id } from '../../model/symbols.ts';
import { listed } from '../../model/wording.ts';
import { holds, violates } from '../rule.ts';
import type { Edit, EntityRule, Mend } from '../rule.ts';

const rule: EntityRule = {
  severity: 'warning',
  on: ['decision'],
  *check(decision, facts) {
    const chosen = chosenOption(facts, decision);
    if (statusOf(decision) !== 'accepted' || !chosen || (chosen.overlay ?? []).length === 0) return;
    const patch = facts.of(gap, chosen.id);
    if (patch.size === 0) {
      yield holds(`the model is as \`${chosen.name}\` says`);
      return;
    }
    const other = optionsOf(facts, decision).find(
      (option) => option.id !== chosen.id && (option.overlay ?? []).length > 0 && facts.of(gap, option.id).size === 0,
    );
    const differences = [...patch].map(([id, wanted]) => differenceOf(facts, chosen, id, wanted));
    const more = differences.length - MOST_DIFFERENCES;
    const shown = differences.slice(0, MOST_DIFFERENCES).map(({ text }) => text);
    const rest = more > 0 ? `; and ${String(more)} more` : '';
    yield violates({
      at: { entity: decision.id, key: 'chosen' },
      message:
        `\`${label(decision)}\` is accepted with \`${chosen.name}\`, and the model is otherwise` +
        `${other ? `, as \`${other.name}\` says` : ''}: ${shown.join('; ')}${rest}. ` +
        'Change the model, or reopen the decision.',
      related: differences.slice(0, MOST_DIFFERENCES).flatMap(({ at }) => at),
      fixes: [...changeOfModel(facts, chosen, patch.size), reopening(decision)],
    });
  },
};

export default rule;

/** More are counted. */
const MOST_DIFFERENCES = 3;

interface Difference {
  readonly text: string;
  readonly at: readonly { readonly at: { readonly entity: Id; readonly key?: string }; readonly message: string }[];
}

function differenceOf(facts: Facts, option: Entity, id: Id, wanted: Entity | undefined): Difference {
  const now = facts.entity(id);
  const statements = (option.overlay ?? []).filter(({ says }) => says.id === id);
  if (!now) return { text: `there is no \`${wanted ? label(wanted) : id}\``, at: [] };
  const name = `\`${label(now)}\``;
  if (!wanted) return { text: `${name} is still there`, at: [{ at: { entity: id }, message: 'It should be gone.' }] };
  const keys = differingKeys(now, wanted, statements);
  const technology = wanted.clauses['is'];
  const isOther = technology !== now.clauses['is'];
  const parts = [
    ...(isOther && technology !== undefined ? [`\`is ${facts.entity(technology)?.name ?? technology}\``] : []),
    ...keys.map(({ key, text }) => `\`${key}: ${text}\``),
  ];
  return {
    text:
      parts.length > 0
        ? `${name} has not ${listed(parts, 'and')}`
        : `${name} has what the option drops or says otherwise`,
    at: keys
      .filter(({ key }) => now.values.has(key) || now.knobs.has(key))
      .map(({ key, text }) => ({ at: { entity: id, key }, message: `Decided was \`${key}: ${text}\`.` })),
  };
}

/** The keys and knobs in which an entity differs from what the statements say, with what they say. */
function differingKeys(
  now: Entity,
  wanted: Entity,
  statements: readonly OverlayStatement[],
): { readonly key: string; readonly text: string; readonly lines: number }[] {
  const found = new Map<string, { readonly key: string; readonly text: string; readonly lines: number }>();
  for (const { written } of statements)
    for (const [key, lines] of written) {
      const isSame =
        equal(now.values.get(key), wanted.values.get(key)) && equal(now.knobs.get(key), wanted.knobs.get(key));
      if (!isSame && !found.has(key)) found.set(key, { key, text: lines.join('`, `'), lines: lines.length });
    }
  return [...found.values()];
}

/** Where the option only sets keys of what is there, the same can be set in the model. */
function changeOfModel(facts: Facts, option: Entity, count: number): Mend[] {
  const statements = option.overlay ?? [];
  const edits: Edit[] = [];
  const entities = new Set<Id>();
  for (const { verb, says } of statements) {
    const now = facts.entity(says.id);
    if (verb !== 'extend' || !now) return [];
    const wanted = facts.of(gap, option.id).get(says.id);
    if (!wanted || entities.has(says.id)) continue;
    entities.add(says.id);
    const own = statements.filter((each) => each.says.id === says.id);
    for (const { key, text, lines } of differingKeys(now, wanted, own)) {
      // Several lines of one key are no single edit.
      if (lines > 1 || (now.values.get(key)?.length ?? 0) > 1) return [];
      edits.push({ type: 'set', entity: says.id, key, value: text });
    }
    for (const key of keysOfKnobs(facts, says))
      if (now.values.has(key) && !wanted.values.has(key)) edits.push({ type: 'remove', at: { entity: says.id, key } });
  }
  if (entities.size < count || edits.length === 0) return [];
  return [{ title: `Change the model to \`${option.name}\``, edits }];
}

const reopening = (decision: Entity): Mend => ({
  title: 'Reopen the decision',
  edits: [{ type: 'set', entity: decision.id, key: 'status', value: 'proposed' }],
});

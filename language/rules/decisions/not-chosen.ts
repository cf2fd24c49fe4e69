import { chosenOption, optionsOf, statusOf } from '../../analyses/decisions/decisions.ts';
import { label, written } from '../../model/model.ts';
import { listed } from '../../model/wording.ts';
import { holds, violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'warning',
  on: ['decision'],
  *check(decision, facts) {
    const options = optionsOf(facts, decision);
    if (statusOf(decision) !== 'accepted' || options.length === 0) return;
    const chosen = written(decision, 'chosen');
    // A name that stands for nothing is reported where names are.
    if (chosen && chosen.ids.length === 0) return;
    if (chosenOption(facts, decision)) {
      yield holds('one of its options is chosen');
      return;
    }
    const names = listed(
      options.map(({ name }) => `\`${name}\``),
      'or',
    );
    const what = chosen
      ? `chooses \`${chosen.path}\`, which is an option of another decision`
      : 'chooses none of its options';
    yield violates({
      at: { entity: decision.id, key: chosen ? 'chosen' : 'status' },
      message:
        `\`${label(decision)}\` is accepted and ${what}: whether the model follows it cannot be checked. ` +
        `Write \`chosen:\` with ${names}, or take the status back to \`proposed\`.`,
      fixes: options.slice(0, MOST_OPTIONS).map(({ name, qualified }) => ({
        title: `Choose \`${name}\``,
        edits: [{ type: 'set', entity: decision.id, key: 'chosen', value: chosen ? qualified : name }],
      })),
    });
  },
};

export default rule;

/** With more the list of fixes is no help. */
const MOST_OPTIONS = 5;

import type { SuppressionRule } from '../rule.ts';

const rule: SuppressionRule = {
  severity: 'warning',
  on: 'suppressions',
  *check(suppression, context) {
    const { rule: name, type, used, where, about, removal, covers } = suppression;
    // Said more precisely by other rules: the rule does not exist, or what is accepted could not be found.
    if (used || !context.ruleIds.includes(name) || context.isOff(name) || covers === 'unresolved') return;
    yield {
      start: where.start,
      end: where.end,
      message: message(type, name, covers === 'nothing'),
      about,
      repairs: [removal],
      unnecessary: true,
    };
  },
};

export default rule;

function message(type: 'comment' | 'accept', name: string, coversNothing: boolean): string {
  if (type === 'comment') return `This comment hides nothing: \`${name}\` finds nothing on its line. Remove it.`;
  return coversNothing
    ? `This acceptance covers nothing: it does not say where. Write \`accept ${name} on name\`, or remove it.`
    : `This acceptance hides nothing: \`${name}\` finds nothing there. Remove it.`;
}

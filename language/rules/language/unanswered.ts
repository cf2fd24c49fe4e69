import { listed } from '../../model/wording.ts';
import { label } from '../../model/model.ts';
import { violates } from '../rule.ts';
import type { Question, UnansweredRule } from '../rule.ts';

const rule: UnansweredRule = {
  severity: 'hint',
  on: 'unanswered',
  strictOnly: true,
  *check(entity, questions) {
    const rules = new Map<string, Set<string>>();
    for (const { key, rule: asking } of questions) rules.set(key, (rules.get(key) ?? new Set()).add(asking));
    const keys = [...rules.keys()].sort();
    yield violates({
      at: { entity: entity.id },
      message: `Nothing is said about ${listed(
        keys.map((key) => `\`${key}\``),
        'and',
      )} of \`${label(entity)}\`, so ${undecided(questions)} cannot decide. Say it, or leave it unknown.`,
    });
  },
};

export default rule;

function undecided(questions: readonly Question[]): string {
  const rules = [...new Set(questions.map((question) => question.rule))].sort();
  return listed(
    rules.map((name) => `\`${name}\``),
    'and',
  );
}

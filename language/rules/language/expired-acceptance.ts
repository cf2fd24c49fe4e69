import type { SuppressionRule } from '../rule.ts';

const rule: SuppressionRule = {
  severity: 'warning',
  on: 'suppressions',
  *check({ type, rule: name, until, used, where, about }, { today }) {
    // One that would hide nothing anyway is reported as unused.
    if (type !== 'accept' || !used || until === undefined || until >= today) return;
    yield {
      start: where.start,
      end: where.end,
      message: `\`${name}\` was accepted until ${until} and is reported again. Mend it, or decide anew and change \`until\`.`,
      about,
      repairs: [],
    };
  },
};

export default rule;

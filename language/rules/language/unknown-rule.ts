import { nearest } from '../../vocabulary/nearest.ts';
import type { SuppressionRule } from '../rule.ts';

const rule: SuppressionRule = {
  severity: 'warning',
  on: 'suppressions',
  *check({ rule: name, where, name: written, about }, { ruleIds }) {
    if (ruleIds.includes(name)) return;
    const close = nearest(name, ruleIds);
    const span = written.end > written.start ? written : where;
    yield {
      start: span.start,
      end: span.end,
      message:
        name === ''
          ? 'No rule is named here, so nothing is hidden. Name it: `// faultline-ignore area/name -- reason`.'
          : `There is no rule \`${name}\`, so nothing is hidden.${close ? ` Did you mean \`${close}\`?` : ' A rule is named `area/name`.'}`,
      about,
      repairs: close ? [{ title: `Change to \`${close}\``, start: span.start, end: span.end, text: close }] : [],
    };
  },
};

export default rule;

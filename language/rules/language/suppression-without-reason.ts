import type { SuppressionRule } from '../rule.ts';

const rule: SuppressionRule = {
  severity: 'warning',
  on: 'suppressions',
  *check({ type, rule: name, reason, where, about }) {
    if (reason !== undefined && reason.trim() !== '') return;
    yield {
      start: where.start,
      end: where.end,
      message:
        type === 'comment'
          ? `Nobody can tell later why this was hidden. Write the reason behind \`--\`: \`// faultline-ignore ${name} -- reason\`.`
          : `Nobody can tell later why \`${name}\` was accepted. Write the reason: \`because: "…"\`.`,
      about,
      repairs: [],
    };
  },
};

export default rule;

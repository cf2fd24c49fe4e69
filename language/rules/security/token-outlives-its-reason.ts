import { assets } from '../../analyses/security/assets.ts';
import { wayTo } from '../../analyses/security/attack.ts';
import { oddsFrom, rate } from '../../analyses/security/rating.ts';
import { label, written } from '../../model/model.ts';
import { durationText } from '../../analyses/timing/text.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: ['flow'],
  threat: { stride: ['spoofing'], refs: ['CWE-613', 'CAPEC-60', 'ATT&CK T1550', 'ASVS 3.5.3'] },
  *check(entity, facts) {
    const token = written(entity, 'token');
    if (!token || entity.source === undefined || entity.target === undefined) return;
    const slack = token.leeway !== undefined && token.leeway >= token.lives;
    const stays = token.lives > DAY && token.bound === undefined && facts.of(wayTo, entity.source) !== undefined;
    if (!slack && !stays) return;
    yield violates({
      at: { entity: entity.id, key: 'token' },
      message: slack
        ? `The token of \`${label(entity)}\` lives ${durationText(token.lives)} and its leeway for clocks is ${durationText(token.leeway ?? token.lives)}: it holds at least twice as long as it says. Keep clocks closer and the leeway small.`
        : `The token of \`${label(entity)}\` lives ${String(Math.round(token.lives / DAY))} days and serves whoever has it: one that is stolen is of use until then. Let it end within minutes, or bind it to its holder (\`bound\`).`,
      rated: rate(oddsFrom(facts, entity), facts.of(assets, entity.target), ['secrecy', 'integrity']),
    });
  },
};

export default rule;

/** Longer than a working day, nobody notices that a token is still in use. */
const DAY = 24 * 60 * 60 * 1000;

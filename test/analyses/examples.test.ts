import { describe, expect, it } from 'vitest';
import { projectOf } from '../support/project.ts';
import { haveSharedExamples, sharedExamples } from '../support/shared.ts';
import { callTime } from '../../language/analyses/timing/call.ts';
import { worstChain } from '../../language/analyses/requests/attempts.ts';
import { totalCost } from '../../language/analyses/cost/monthly.ts';

const AREAS = ['faults/', 'resilience/', 'security/', 'cost/', 'operations/'];

describe.runIf(haveSharedExamples('rules and figures on the notation’s own examples'))(
  'the notation’s examples',
  () => {
    const payments = sharedExamples.find((example) => example.name === 'payments.arch')?.text ?? '';
    const findings = (text: string): string[] =>
      projectOf([['file:///a.arch', text]])
        .findings()
        .map((finding) => finding.rule)
        .filter((rule) => AREAS.some((area) => rule.startsWith(area)));

    it('raise no false alarm', () => {
      for (const { text } of sharedExamples) expect(findings(text)).toEqual([]);
    });

    it('have the figures that follow from them', () => {
      const project = projectOf([['file:///a.arch', payments]]);
      project.ask('figures', (facts) => {
        expect(facts.of(callTime, 'flow:payments.reserve')).toMatchObject({ least: 270, most: 330 });
        expect(facts.of(worstChain, 'operation:payments.pay').attempts).toBe(3);
        // 6 × 60 for the service, 3 × 420 for the ledger.
        expect(facts.of(totalCost, 'element:payments').amounts.get('USD')).toBe(1620);
        expect(facts.of(totalCost, 'element:payments').unknown).toHaveLength(4);
      });
    });

    it.each([
      // The failover manager's voters stand in one region, and so may all copies that had to have a write.
      [
        'tolerate: loss of 1 zone',
        'tolerate: loss of 1 region',
        'faults/recovery-point-missed',
        'faults/quorum-in-one-domain',
      ],
      ['deadline: 350ms', 'deadline: 260ms', 'resilience/deadline-order'],
      ['idempotent: by "settlement id"', 'idempotent: no', 'resilience/retry-without-idempotency'],
      ['over: https; authenticates: oidc', 'over: http; authenticates: oidc', 'security/plaintext-across-boundary'],
      ['authenticates: oidc', 'authenticates: none', 'security/unauthenticated-across-boundary'],
      ['budget: 6_000', 'budget: 1_600', 'cost/over-budget'],
    ])('are found at fault when %s becomes %s', (from, to, ...rules) => {
      expect(payments).toContain(from);
      expect(findings(payments.replace(from, to))).toEqual(rules);
    });
  },
);

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callTime, triesBeforeDeadline, waitsOf } from '../../language/analyses/timing/call.ts';
import type { CallTime } from '../../language/analyses/timing/call.ts';
import { durationText } from '../../language/analyses/timing/text.ts';
import { findingsOf, projectOf } from '../support/project.ts';

function timeOf(keys: string): CallTime {
  const project = projectOf([['file:///a.arch', `service a\nservice b\na -> b call { ${keys} }\n`]]);
  expect(project.findings().filter((finding) => finding.rule.startsWith('language/'))).toEqual([]);
  return project.ask('time', (facts) => facts.of(callTime, 'flow:call'));
}

describe('how long a call may take', () => {
  it.each([
    // 90 × 3 tries, waits of 20 and 40, or none at all when both are drawn at zero.
    ['attempt: 90ms; deadline: 350ms; retries: 2 exponential 20ms jitter', 270, 330],
    ['attempt: 90ms; deadline: 350ms; retries: 2 exponential 20ms', 330, 330],
    ['attempt: 90ms; deadline: 300ms; retries: 2 exponential 20ms', 300, 300],
    ['attempt: 2s; retries: 5 exponential 100ms jitter', 12_000, 15_100],
    ['attempt: 1s; retries: 3 linear 100ms', 4600, 4600],
    ['attempt: 1s; retries: 3 constant 100ms', 4300, 4300],
    ['attempt: 1s; retries: 1 100ms', 2100, 2100],
    // How the waits grow is not said: the later ones are no shorter than the first.
    ['attempt: 1s; retries: 2 100ms', 3200, undefined],
    ['attempt: 1s; retries: 2 exponential', 3000, undefined],
    ['attempt: 1s; retries: 2', 3000, undefined],
    ['attempt: 1s; retries: 0', 1000, 1000],
    ['attempt: 1s', 1000, undefined],
    ['deadline: 1s; retries: 7', 1000, 1000],
    ['retries: 7', undefined, undefined],
  ] as const)('%s: from %s to %s', (keys, least, most) => {
    expect(timeOf(keys)).toMatchObject({ least, most });
  });

  it('bounds every run in which the tries hang', () => {
    const retries = fc.record(
      {
        retries: fc.integer({ min: 0, max: 6 }),
        backoff: fc.constantFrom('exponential', 'linear', 'constant'),
        wait: fc.integer({ min: 1, max: 500 }),
        jitter: fc.constantFrom('jitter'),
      },
      { requiredKeys: ['retries', 'backoff', 'wait'] },
    );
    fc.assert(
      fc.property(
        retries,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 }),
        (value, draws) => {
          const waits = waitsOf(value as unknown as Parameters<typeof waitsOf>[0]);
          expect(waits).toHaveLength(value.retries);
          let length = value.wait;
          waits.forEach(({ least, most }, i) => {
            const drawn = value.jitter ? length * (draws[i] ?? 0) : length;
            expect(drawn).toBeGreaterThanOrEqual(least);
            expect(drawn).toBeLessThanOrEqual(most ?? Infinity);
            if (value.backoff === 'exponential') length *= 2;
            else if (value.backoff === 'linear') length += value.wait;
          });
        },
      ),
    );
  });

  it('knows which tries can begin before the deadline when each fails at once', () => {
    expect(triesBeforeDeadline(timeOf('deadline: 250ms; retries: 5 constant 100ms'))).toBe(3);
    expect(triesBeforeDeadline(timeOf('deadline: 250ms; retries: 5 constant 100ms jitter'))).toBe(6);
    expect(triesBeforeDeadline(timeOf('retries: 5 constant 100ms'))).toBe(6);
    expect(triesBeforeDeadline(timeOf('deadline: 250ms'))).toBeUndefined();
  });

  it('writes durations as people do', () => {
    expect([330, 2000, 12_500, 60_000, 90_000, 0.25].map(durationText)).toEqual([
      '330ms',
      '2s',
      '12.5s',
      '1min',
      '90s',
      '0.25ms',
    ]);
  });
});

describe('resilience/deadline-order', () => {
  const found = (text: string): string[] =>
    findingsOf(text)
      .filter((finding) => finding.rule === 'resilience/deadline-order')
      .map((finding) => finding.message);
  const ends = 'service a\nservice b\nstore c\n';

  it.each([
    ['exactly enough', 'attempt: 100ms; retries: 2; deadline: 300ms', []],
    ['the last try is shortened', 'attempt: 100ms; retries: 2; deadline: 299ms', ['try 3 has 99ms of its 100ms']],
    ['the last try never begins', 'attempt: 100ms; retries: 2; deadline: 200ms', ['try 3 never begins']],
    ['only the first try happens', 'attempt: 100ms; retries: 3; deadline: 100ms', ['tries 2 to 4 never begin']],
    ['no try has its time', 'attempt: 100ms; deadline: 80ms', ['no try ever has its 100ms']],
    ['too long only for unlucky waits', 'attempt: 100ms; retries: 1 constant 1s jitter; deadline: 250ms', []],
    ['how often is not said', 'attempt: 100ms; deadline: 100ms', []],
  ])('within one call: %s', (_, keys, messages) => {
    const all = found(`${ends}a -> b call { ${keys} }\n`);
    expect(all).toHaveLength(messages.length);
    messages.forEach((message, i) => expect(all[i]).toContain(message));
  });

  it.each([
    ['less', '299ms', 1],
    ['as much', '300ms', 1],
    ['more', '301ms', 0],
  ])('a caller that waits %s than the one it calls', (_, limit, count) => {
    const flows = `a -> b outer { attempt: ${limit} }\nb -> c inner { attempt: 100ms; retries: 2 }\n`;
    expect(found(`${ends}${flows}operation o at a { steps: outer, inner }\n`)).toHaveLength(count);
    expect(found(`${ends}${flows}operation outer at b { steps: inner }\n`)).toHaveLength(count);
    expect(found(`${ends}${flows}`)).toHaveLength(0);
  });

  it('adds up what is in sequence, takes the longest of what is parallel, leaves out soft and asynchronous calls', () => {
    const flows = `b -> c one { deadline: 100ms }\nb -> c two { deadline: 150ms }\n`;
    const limit = (deadline: string, steps: string, more = ''): number =>
      found(`${ends}${flows}${more}operation o at b { deadline: ${deadline}; steps: ${steps} }\n`).length;
    expect(limit('249ms', 'one, two')).toBe(1);
    expect(limit('250ms', 'one, two')).toBe(0);
    expect(limit('149ms', '[one, two]')).toBe(1);
    expect(limit('150ms', '[one, two]')).toBe(0);
    expect(limit('299ms', '3 one')).toBe(1);
    expect(limit('150ms', '[3 one, two]')).toBe(0);
    expect(limit('100ms', 'one, two 0%')).toBe(0);
    expect(limit('50ms', 'extra', 'b -> c extra { deadline: 100ms; dependency: soft }\n')).toBe(0);
    expect(limit('50ms', 'extra', 'b ~> c extra { deadline: 100ms }\n')).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { worstChain } from '../../language/analyses/requests/attempts.ts';
import { demandOfOperation } from '../../language/analyses/requests/demand.ts';
import { findingsOf, projectOf } from '../support/project.ts';

function attempts(text: string, operation = 'operation:o'): number {
  const project = projectOf([['file:///a.arch', text]]);
  expect(project.findings().filter((finding) => finding.rule.startsWith('language/'))).toEqual([]);
  return project.ask('chain', (facts) => facts.of(worstChain, operation)).attempts;
}

/** A chain of services, each calling the next. */
function chain(tries: readonly number[], more = ''): string {
  const elements = Array.from({ length: tries.length + 1 }, (_, i) => `service s${String(i)}`);
  const flows = tries.map(
    (count, i) => `s${String(i)} -> s${String(i + 1)} f${String(i)} { retries: ${String(count - 1)}${more} }`,
  );
  return [
    ...elements,
    ...flows,
    `operation o at s0 { steps: ${tries.map((_, i) => `f${String(i)}`).join(', ')} }`,
  ].join('\n');
}

describe('attempts of one request', () => {
  it('agrees with published examples', () => {
    // Beyer et al., Site Reliability Engineering, 2016, chapter 22: 64 attempts from three layers of four.
    expect(attempts(chain([4, 4, 4]))).toBe(64);
    // Amazon Builders' Library: five layers of three make 243.
    expect(attempts(chain([3, 3, 3, 3, 3]))).toBe(243);
  });

  it('multiplies along a chain, not over calls beside each other', () => {
    const text = 'service a\nservice b\nservice c\na -> b x { retries: 2 }\na -> c y { retries: 3 }\n';
    expect(attempts(`${text}operation o at a { steps: x, 5 y }`)).toBe(4);
    expect(attempts(`${text}operation o at a { steps: [x, y] }`)).toBe(4);
  });

  it('does not depend on whether operations are written as one or as several', () => {
    const flows =
      'client u\nservice a\nservice b\nstore c\nu -> a o { retries: 1 }\na -> b x { retries: 2 }\nb -> c y { retries: 3 }\n';
    expect(attempts(`${flows}operation o at a { steps: x, y }`)).toBe(24);
    expect(attempts(`${flows}operation o at a { steps: x }\noperation x at b { steps: y }`)).toBe(24);
    expect(attempts(`${flows}operation o at a { steps: x, work }\noperation work at b { steps: y }`)).toBe(24);
    expect(attempts(`${flows}operation o at a { steps: work }\noperation work at b { steps: y }`)).toBe(24);
  });

  it('ends a chain at soft dependencies and asynchronous hops', () => {
    const text = (middle: string): string =>
      `service a\nservice b\nservice c\nstore d\na -> b x { retries: 3 }\n${middle}\nc -> d z { retries: 4 }\noperation o at a { steps: x, y, z }`;
    expect(attempts(text('b -> c y { retries: 2 }'))).toBe(4 * 3 * 5);
    expect(attempts(text('b -> c y { retries: 2; dependency: soft }'))).toBe(3 * 5);
    expect(attempts(text('b ~> c y { retries: 2 }'))).toBe(5);
    // What is not said counts as one try.
    expect(attempts(text('b -> c y'))).toBe(4 * 5);
  });

  it('assumes nothing of a step that nobody is said to cause', () => {
    const text = 'service a\nservice b\nservice c\nstore d\na -> b x { retries: 3 }\nc -> d z { retries: 4 }\n';
    expect(attempts(`${text}operation o at a { steps: x, z }`)).toBe(5);
  });

  it('goes round operations that call each other once', () => {
    const text = 'service a\nservice b\na -> b x { retries: 1 }\nb -> a y { retries: 2 }\n';
    const both = `${text}operation x at b { steps: y }\noperation y at a { steps: x }\n`;
    expect(attempts(both, 'operation:x')).toBeGreaterThanOrEqual(6);
    expect(() => findingsOf(both)).not.toThrow();
  });

  it('stays quick where operations fan out again and again', () => {
    const levels = 40;
    const text = Array.from({ length: levels }, (_, i) => {
      const [here, next] = [`s${String(i)}`, `s${String(i + 1)}`];
      return `service ${here}\n${here} -> ${next} f${String(i)} { deadline: 1s }\noperation o${String(i)} at ${here} { steps: 2 o${String(i + 1)}, o${String(i + 1)} }`;
    }).join('\n');
    const project = projectOf([
      ['file:///a.arch', `${text}\nservice s40\nstore d\ns40 -> d last\noperation o40 at s40 { steps: last }`],
    ]);
    const begin = performance.now();
    project.findings();
    project.ask('demand', (facts) => demandOfOperation(facts, 'operation:o0'));
    expect(performance.now() - begin).toBeLessThan(2000);
  });
});

describe('resilience/retry-amplification', () => {
  const count = (text: string): number =>
    findingsOf(text).filter((finding) => finding.rule === 'resilience/retry-amplification').length;

  it.each([
    [[3, 3], 0],
    [[2, 2, 2], 0],
    [[12], 0],
    [[4, 3], 1],
    [[3, 3, 3], 1],
  ])('tries of %s: %s findings', (tries, expected) => {
    expect(count(chain(tries))).toBe(expected);
  });

  it('says once what several operations share, where it arises', () => {
    const text = `${chain([4, 4])}\nservice front\nfront -> s0 o { retries: 1 }\noperation all at front { steps: o }`;
    const findings = findingsOf(text).filter((finding) => finding.rule === 'resilience/retry-amplification');
    expect(findings.map((finding) => finding.id)).toEqual(['resilience/retry-amplification@o']);
  });
});

describe('a chain of thousands of layers', () => {
  const layers = 3000;
  const numbers = Array.from({ length: layers }, (_, i) => i);
  const services = numbers.map((i) => `service s${i}`).join('\n');
  const flows = numbers.slice(1).map((i) => `s${i - 1} -> s${i} f${i} { retries: 1; attempt: 10ms }`);

  it('is followed a bounded way, from one operation to the next', () => {
    const operations = numbers.slice(2).map((i) => `operation f${i - 1} at s${i - 1} { steps: f${i} }`);
    const text = [services, ...flows, ...operations].join('\n');
    const rules = projectOf([['file:///a.arch', text]])
      .findings()
      .map(({ rule }) => rule);
    expect(rules).toContain('resilience/retry-amplification');
  });

  it('is followed a bounded way, within one operation', () => {
    const steps = numbers
      .slice(1)
      .map((i) => `f${i}`)
      .join(', ');
    const text = [services, ...flows, `operation all at s0 { steps: ${steps} }`].join('\n');
    const rules = projectOf([['file:///a.arch', text]])
      .findings()
      .map(({ rule }) => rule);
    expect(rules).toContain('resilience/retry-amplification');
  });
});

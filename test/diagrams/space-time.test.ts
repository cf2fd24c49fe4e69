/** Space-time diagrams: what is drawn of an execution, and that it stays a picture whatever it says. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderSpaceTime } from '../../language/diagrams/space-time.ts';
import { themes } from '../../language/diagrams/theme.ts';
import type { Trace } from '../../language/executions/trace.ts';
import { lostOnFailover, staleBehindACut } from '../executions/traces.ts';
import { runs } from '../support/properties.ts';
import { elements, parseXml, type XmlElement } from './xml.ts';

const draw = (trace: Trace, options?: Parameters<typeof renderSpaceTime>[1]): XmlElement[] => [
  ...elements(parseXml(renderSpaceTime(trace, options))),
];

const withClass = (drawn: readonly XmlElement[], name: string): XmlElement[] =>
  drawn.filter(({ attributes }) => attributes.get('class')?.split(' ').includes(name));

const numbers = (element: XmlElement | undefined): number[] =>
  [...(element?.attributes.get('d') ?? '').matchAll(/-?\d+(\.\d+)?/g)].map(([number]) => Number(number));

describe.each([lostOnFailover, staleBehindACut])('$title', (trace) => {
  it('is well-formed in every theme, and the same every time', () => {
    for (const theme of themes) {
      const source = renderSpaceTime(trace, { theme });
      expect(source).toBe(renderSpaceTime(trace, { theme }));
      expect(source).not.toMatch(/url\(|@import|NaN|undefined|Infinity/);
      for (const { name, attributes } of elements(parseXml(source))) {
        expect(['svg', 'g', 'path', 'rect', 'circle', 'text', 'title', 'desc', 'style']).toContain(name);
        for (const key of attributes.keys()) expect(key).not.toMatch(/^(style|href|src|on)/);
      }
    }
  });

  it('gives every step a number, its sentence as a name, and a place in the order of tabs', () => {
    const steps = withClass(draw(trace), 'fl-step');
    expect(steps.map(({ attributes }) => attributes.get('data-step'))).toEqual(trace.steps.map((_, i) => String(i)));
    expect(steps.map(({ children }) => children[0]?.text)).toEqual(
      trace.steps.map(({ sentence }, i) => `${i + 1}. ${sentence}`),
    );
    for (const { attributes } of steps) expect(attributes.get('tabindex')).toBe('0');
  });

  it('stays inside its picture', () => {
    const source = renderSpaceTime(trace);
    const [, width = '', height = ''] = /viewBox="0 0 (\d+) (\d+)"/.exec(source) ?? [];
    for (const { name, attributes } of draw(trace)) {
      if (name !== 'rect') continue;
      const of = (key: string): number => Number(attributes.get(key) ?? 0);
      expect(of('x') + of('width')).toBeLessThanOrEqual(Number(width));
      expect(of('y') + of('height')).toBeLessThanOrEqual(Number(height));
    }
  });
});

describe('a space-time diagram', () => {
  it('draws messages from sender to receiver, downwards; what never arrives is crossed out half-way', () => {
    const drawn = draw(lostOnFailover);
    const [request, shipped] = withClass(drawn, 'fl-message').map(numbers);
    expect(request?.[3]).toBeGreaterThan(request?.[1] ?? Infinity);
    expect(withClass(drawn, 'fl-lost').map(numbers)).toEqual([shipped]);
    expect(withClass(drawn, 'fl-message')).toHaveLength(5);
  });

  it('marks the step that breaks the promise, and nothing where none does', () => {
    const [violation, ...others] = withClass(draw(lostOnFailover), 'fl-violates');
    expect(violation?.attributes.get('data-step')).toBe('14');
    expect(others).toEqual([]);
    expect(withClass(draw(staleBehindACut), 'fl-violates')).toEqual([]);
  });

  it('shows who is down and who pauses for as long as it lasts', () => {
    const drawn = draw(staleBehindACut);
    const [paused] = withClass(drawn, 'fl-paused').map(numbers);
    expect(paused?.[2]).toBeGreaterThan(paused?.[1] ?? Infinity);
    expect(withClass(drawn, 'fl-down').filter(({ name }) => name === 'path')).toHaveLength(1);
    expect(withClass(drawn, 'fl-cut-bar')).toHaveLength(1);
    expect(withClass(drawn, 'fl-heal')).toHaveLength(1);
  });

  it('puts what stands in one place side by side, under its name', () => {
    const [first, second, third] = staleBehindACut.processes;
    if (!first || !second || !third) throw new Error('too few');
    const apart: Trace = {
      ...staleBehindACut,
      processes: [{ ...second, place: 'west' }, first, { ...third, place: 'west' }],
    };
    expect(withClass(draw(apart), 'fl-band')).toHaveLength(1);
  });

  it('links processes to what they stand for', () => {
    const ids = withClass(draw(lostOnFailover), 'fl-process').map(({ attributes }) => attributes.get('data-id'));
    expect(ids).toEqual(['shop.checkout', 'ledger', 'ledger', 'report']);
  });

  it('leaves the sentences out where they stand elsewhere', () => {
    const width = (sentences: boolean): number =>
      Number(/width="(\d+)"/.exec(renderSpaceTime(lostOnFailover, { sentences }))?.[1]);
    expect(width(false)).toBeLessThan(width(true));
  });

  it('keeps any name and sentence as text', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constant('</title><script>alert(1)</script>'),
    );
    fc.assert(
      fc.property(texts, texts, (name, text) => {
        const trace: Trace = {
          title: text,
          conclusion: text,
          processes: [{ name, role: 'node', place: text }],
          steps: [
            { event: { kind: 'local', at: name, text }, sentence: text, state: { [name]: text } },
            {
              event: { kind: 'send', at: name, to: text, message: 1, text },
              sentence: text,
              state: {},
              violates: true,
            },
          ],
        };
        expect(draw(trace).map(({ name: tag }) => tag)).not.toContain('script');
      }),
      { numRuns: runs(100) },
    );
  });
});

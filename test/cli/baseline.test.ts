import { describe, expect, it } from 'vitest';
import { baselineOf, compareWithBaseline, parseBaseline, serializeBaseline } from '../../server/cli/baseline.ts';
import { aFinding } from './helpers.ts';

const fileOf = (uri: string) => uri.slice('file:///'.length);
const found = (id: string, file = 'a.arch') => aFinding({ id, uri: `file:///${file}` });
const always: (file: string) => boolean = () => true;

function compare(before: ReturnType<typeof found>[], now: ReturnType<typeof found>[], isJudged = always) {
  const { fresh, known, stale, ratcheted } = compareWithBaseline(baselineOf(before, fileOf), now, fileOf, isJudged);
  return { fresh: fresh.map(({ id }) => id), known, stale, next: serializeBaseline(ratcheted) };
}

describe('baseline', () => {
  it('is sorted, versioned and reads back', () => {
    const text = serializeBaseline(baselineOf([found('z'), found('a', 'b.arch'), found('a'), found('a')], fileOf));
    expect(JSON.parse(text)).toEqual({
      version: 1,
      findings: { a: { 'a.arch': 2, 'b.arch': 1 }, z: { 'a.arch': 1 } },
    });
    expect(text.indexOf('"a"')).toBeLessThan(text.indexOf('"z"'));
    expect(serializeBaseline(parseBaseline(text, 'known.json'))).toBe(text);
  });

  it('hides what it knows, as often as it knows it', () => {
    expect(compare([found('a')], [found('a'), found('a'), found('b')])).toMatchObject({ fresh: ['a', 'b'], known: 1 });
  });

  it('knows a finding again in another file', () => {
    const { fresh, stale, next } = compare([found('a')], [found('a', 'moved.arch')]);
    expect({ fresh, stale }).toEqual({ fresh: [], stale: [] });
    expect(next).toContain('moved.arch');
  });

  it('ratchets down and never up', () => {
    const { stale, next } = compare([found('a'), found('a'), found('b')], [found('a'), found('new')]);
    expect(stale).toEqual([
      { id: 'a', count: 1 },
      { id: 'b', count: 1 },
    ]);
    expect(next).toBe(serializeBaseline(baselineOf([found('a')], fileOf)));
  });

  it('keeps what this run could not see', () => {
    const before = [found('a'), found('b', 'other.arch')];
    const { stale, next } = compare(before, [found('b')], (file) => file !== 'other.arch');
    expect(stale).toEqual([{ id: 'a', count: 1 }]);
    expect(JSON.parse(next)).toEqual({ version: 1, findings: { b: { 'other.arch': 1 } } });
    expect(compare(before, [found('b')], (file) => file !== 'other.arch').fresh).toEqual(['b']);
  });

  it.each([
    ['{', /not valid JSON/],
    ['[]', /not a baseline of this version/],
    ['{"version":2,"findings":{}}', /not a baseline of this version/],
    ['{"version":1,"findings":{"a":{"f":0}}}', /damaged at "a"/],
    ['{"version":1,"findings":{"a":3}}', /damaged at "a"/],
  ])('refuses %s', (text, message) => {
    expect(() => parseBaseline(text, 'known.json')).toThrow(message);
  });
});

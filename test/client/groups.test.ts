import { describe, expect, it } from 'vitest';
import { atLeast, groupFindings } from '../../client/explorer/finding-groups.ts';
import { keyOf, Levels, pageSize } from '../../client/explorer/levels.ts';
import type { FindingItem } from '../../server/protocol.ts';

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
const found = (rule: string, severity: FindingItem['severity'], uri = 'a.arch'): FindingItem => ({
  id: `${rule}@x`,
  rule,
  severity,
  message: 'It is so.',
  uri,
  range,
});

describe('findings in groups', () => {
  it('stand by rule, most severe first, and by file inside', () => {
    const groups = groupFindings([
      found('b/two', 'hint', 'a.arch'),
      found('a/one', 'warning', 'a.arch'),
      found('a/one', 'warning', 'b.arch'),
      found('b/two', 'error', 'a.arch'),
    ]);
    expect(
      groups.map(({ rule, severity, count, files }) => [rule, severity, count, files.map(({ uri }) => uri)]),
    ).toEqual([
      ['b/two', 'error', 2, ['a.arch']],
      ['a/one', 'warning', 2, ['a.arch', 'b.arch']],
    ]);
  });

  it('can be those of some severity only', () => {
    const all = [found('a/a', 'error'), found('a/b', 'warning'), found('a/c', 'info'), found('a/d', 'hint')];
    expect(atLeast(all, 'warning').map(({ rule }) => rule)).toEqual(['a/a', 'a/b']);
    expect(atLeast(all, 'hint')).toEqual(all);
  });
});

describe('a level of the model', () => {
  it('shows more each time that it is asked to, and of no other level', () => {
    const levels = new Levels();
    levels.extend(['a']);
    levels.extend(['a']);
    expect(levels.limitOf(['a'])).toBe(4 * pageSize);
    expect(levels.limitOf(['a', 'b'])).toBe(pageSize);
  });

  it('has a key of its own', () => {
    expect(keyOf(['a', 'b'])).not.toBe(keyOf(['a,b']));
    expect(keyOf(['a"', 'b'])).not.toBe(keyOf(['a', '"b']));
  });
});

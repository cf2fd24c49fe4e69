import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstWritten, regenerate } from '../../language/reports/regions.ts';
import type { Part } from '../../language/reports/regions.ts';
import { runs } from '../support/properties.ts';

const parts: readonly Part[] = [
  { region: 'front', text: 'status: accepted', comment: 'yaml' },
  { once: '# Title\n\nWrite here.\n' },
  { region: 'consequences', text: '| a | b |\n' },
  { once: 'More of yours.\n' },
];

const text = (result: ReturnType<typeof regenerate>): string => {
  if (!('text' in result)) throw new Error(result.problems.map(({ message }) => message).join('\n'));
  return result.text;
};

const problems = (existing: string, wanted: readonly Part[] = parts): string[] => {
  const result = regenerate(existing, wanted);
  return 'problems' in result ? result.problems.map(({ line, message }) => `${String(line)}: ${message}`) : [];
};

const changedParts = parts.map((part) => ('region' in part ? { ...part, text: `${part.text}\nanother line` } : part));

test('a file as it is first written', () => {
  expect(firstWritten(parts)).toBe(`# faultline:begin front f381b1b6
status: accepted
# faultline:end front
# Title

Write here.
<!-- faultline:begin consequences bcdff532 -->

| a | b |

<!-- faultline:end consequences -->
More of yours.
`);
});

describe('what people wrote stays', () => {
  const edited = firstWritten(parts).replace('Write here.', 'Mine — with ünïcode 🙂\n\n\n').concat('no line end');

  test('around regions that change', () => {
    expect(text(regenerate(edited, changedParts))).toBe(
      firstWritten(changedParts).replace('Write here.', 'Mine — with ünïcode 🙂\n\n\n').concat('no line end'),
    );
  });

  test('with line ends of Windows', () => {
    const windows = edited.replaceAll('\n', '\r\n');
    expect(text(regenerate(windows, parts))).toBe(windows);
    expect(text(regenerate(windows, changedParts))).toBe(
      text(regenerate(edited, changedParts)).replaceAll('\n', '\r\n'),
    );
  });

  test('where the file stops at a closing marker', () => {
    const short = firstWritten(parts.slice(0, 3)).slice(0, -1);
    expect(text(regenerate(short, parts))).toBe(short);
  });

  test('with line ends of two kinds', () => {
    const mixed = edited.replace('Mine', 'Mine\r\n');
    expect(text(regenerate(mixed, parts))).toBe(mixed);
  });

  test('where a person has moved a region', () => {
    const [front = '', rest = ''] = edited.split('# Title');
    expect(text(regenerate(`# Title${rest}\n${front}`, parts))).toBe(`# Title${rest}\n${front}`);
  });

  test('where a region is not generated any more', () => {
    expect(text(regenerate(firstWritten(parts), parts.slice(0, 2)))).toBe(
      `${firstWritten(parts.slice(0, 2))}More of yours.\n`,
    );
  });
});

describe('a region that is new', () => {
  test.each([
    [
      'follows the one before it',
      [parts[0], { region: 'new', text: 'new\n' }, ...parts.slice(1)],
      /end front\n\n<!-- faultline:begin new/,
    ],
    [
      'stands before the first',
      [{ region: 'new', text: 'new\n' }, ...parts],
      /^<!-- faultline:begin new[^]*end new -->\n\n# faultline:begin front/,
    ],
  ] as [string, Part[], RegExp][])('%s', (_, wanted, expected) => {
    expect(text(regenerate(firstWritten(parts), wanted))).toMatch(expected);
  });

  test('stands at the end of a file that has none', () => {
    expect(text(regenerate('Mine', [{ region: 'new', text: 'new' }]))).toMatch(/^Mine\n\n<!-- faultline:begin new/);
  });
});

test.each<[string, (written: string) => string, string[]]>([
  [
    'text changed inside a region',
    (written) => written.replace('| a | b |', '| a | c |'),
    ['7: Text inside `consequences` was changed by hand and would be lost. Move it out of the region.'],
  ],
  [
    'a checksum lost',
    (written) => written.replace(/begin consequences \w+/, 'begin consequences').replace('| a |', '| z |'),
    [
      '7: The marker of `consequences` has lost its checksum, so it cannot be told whether its text was changed by hand.',
    ],
  ],
  [
    'an end lost',
    (written) => written.replace('<!-- faultline:end consequences -->\n', ''),
    ['7: `consequences` begins here and never ends.'],
  ],
  [
    'a beginning lost',
    (written) => written.replace(/<!-- faultline:begin consequences.*\n/, ''),
    ['10: `consequences` ends here, but has not begun.'],
  ],
  [
    'a region twice',
    (written) => written + written.slice(written.indexOf('<!--')),
    ['13: `consequences` has begun before, in line 7.'],
  ],
  [
    'one inside another',
    (written) => written.replace('| a | b |\n', '<!-- faultline:begin x -->\n<!-- faultline:end x -->\n'),
    ['9: `x` begins inside `consequences`, which has not ended.', '12: `consequences` ends here, but has not begun.'],
  ],
])('nothing is written: %s', (_, tamper, expected) => {
  expect(problems(tamper(firstWritten(parts)))).toEqual(expected);
});

test('a hand-made change that equals what would be written is none', () => {
  const written = firstWritten(parts).replace('| a | b |', '| a | c |');
  expect(problems(written, [{ region: 'consequences', text: '| a | c |' }])).toEqual([]);
});

test('generated text is never taken for a marker', () => {
  const sly: Part[] = [{ region: 'a', text: '<!-- faultline:end a -->\nafter\n<!-- faultline:begin b 00000000 -->' }];
  expect(text(regenerate(firstWritten(sly), sly))).toBe(firstWritten(sly));
});

/** Lines that may resemble markers without being ones that pair. */
const line = fc.oneof(
  fc.string(),
  fc.constantFrom(
    '# Heading',
    '',
    '---',
    '<!-- faultline:begin -->',
    'faultline:end a',
    '<!-- note -->',
    '\tindented  ',
  ),
);
const prose = fc.array(line, { maxLength: 5 }).map((lines) => lines.join('\n').replaceAll('\r', ''));
const anyParts = fc
  .array(fc.record({ once: prose, text: prose, yaml: fc.boolean() }), { maxLength: 4 })
  .map((drawn): Part[] =>
    drawn.flatMap(({ once, text: content, yaml }, index) => [
      { once },
      { region: `r${String(index)}`, text: content, ...(yaml && { comment: 'yaml' as const }) },
    ]),
  );

test('writing again changes nothing, and what people wrote survives every change of what is generated', () => {
  fc.assert(
    fc.property(anyParts, fc.array(prose, { minLength: 5, maxLength: 5 }), prose, (drawn, others, tail) => {
      const withoutMarkers = drawn.filter((part) => !('once' in part) || !part.once.includes('faultline:'));
      const written = firstWritten(withoutMarkers) + tail.replaceAll('faultline:', '');
      expect(text(regenerate(written, withoutMarkers))).toBe(written);
      const later = withoutMarkers.map((part, index) =>
        'region' in part ? { ...part, text: others[index % others.length] ?? '' } : part,
      );
      expect(text(regenerate(written, later))).toBe(firstWritten(later) + tail.replaceAll('faultline:', ''));
    }),
    { numRuns: runs(1000) },
  );
});

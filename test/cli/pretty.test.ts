import { describe, expect, it } from 'vitest';
import { pretty } from '../../server/cli/formats/pretty.ts';
import { aFinding, aReport, plainLook } from './helpers.ts';

const uri = 'file:///work/shop.arch';
const text = 'service web\nstore orders is postgres {\n\treplicas: 2\n}\n';

describe('pretty', () => {
  it('shows what, where, why, related places and fixes', () => {
    const finding = aFinding({
      related: [
        {
          uri,
          range: { start: { line: 2, character: 1 }, end: { line: 2, character: 12 } },
          message: 'two replicas are set here',
        },
        {
          uri: 'library:/postgres.arch',
          range: { start: { line: 8, character: 2 }, end: { line: 8, character: 5 } },
          message: 'the default is one',
        },
      ],
      fixes: [{ title: 'Set one replica', safe: true, edits: [] }],
    });
    expect(pretty(aReport([finding], { [uri]: text }), plainLook)).toBe(`shop.arch

error[test/bad]: Orders is bad.
  It says so itself. Say something else.
 --> shop.arch:2:7
  |
2 | store orders is postgres {
  |       ^^^^^^
 ::: shop.arch:3:2
3 |     replicas: 2
  |     ----------- two replicas are set here
 ::: library:/postgres.arch:9:3: the default is one
  |
  = fix: Set one replica

1 error in 1 file: 1 file, 3 elements, 2 flows checked in 12 ms.
"faultline explain test/bad" says more about a rule.
`);
  });

  it('says so when there is nothing to say', () => {
    expect(pretty(aReport([], { [uri]: text }), plainLook)).toBe(
      'No findings: 1 file, 3 elements, 2 flows checked in 12 ms.\n',
    );
  });

  it('names each file once and sums up by severity', () => {
    const other = 'file:///work/sub/pay.arch';
    const findings = [
      aFinding(),
      aFinding({ severity: 'warning' }),
      aFinding({ severity: 'info', uri: other }),
      aFinding({ severity: 'hint', uri: other }),
    ];
    const shown = pretty(aReport(findings, { [uri]: text, [other]: text }), plainLook);
    expect(shown.split('\n').filter((line) => line === 'shop.arch' || line === 'sub/pay.arch')).toEqual([
      'shop.arch',
      'sub/pay.arch',
    ]);
    expect(shown).toContain('1 error, 1 warning, 1 info, 1 hint in 2 files');
  });

  it('wraps the message to the width', () => {
    const finding = aFinding({ message: 'One two three four five six seven. Eight nine ten eleven twelve thirteen.' });
    const lines = pretty(aReport([finding], { [uri]: text }), { ...plainLook, width: 40 }).split('\n');
    expect(lines.slice(2, 6)).toEqual([
      'error[test/bad]: One two three four',
      '  five six seven.',
      '  Eight nine ten eleven twelve thirteen.',
      ' --> shop.arch:2:7',
    ]);
  });

  it('colours only when asked to', () => {
    const report = aReport([aFinding()], { [uri]: text });
    expect(pretty(report, plainLook)).not.toContain('\u001b');
    expect(pretty(report, { ...plainLook, colour: true })).toContain('\u001b[31m');
  });

  it('lets nothing in a model control the terminal', () => {
    const evil = 'a\nstore orders \u001b[2J\u202Ereversed\u0007\n';
    const finding = aFinding({ message: 'Bad \u001b]0;title\u0007 thing.' });
    const shown = pretty(aReport([finding], { [uri]: evil }), plainLook);
    for (const character of ['\u001b', '\u0007', '\u202E']) expect(shown).not.toContain(character);
    expect(shown).toContain('store orders ␛[2J');
  });

  it('marks the right columns behind tabs, wide characters and in long lines', () => {
    const frame = (line: string, start: number, end: number) => {
      const range = { start: { line: 0, character: start }, end: { line: 0, character: end } };
      const lines = pretty(aReport([aFinding({ range })], { [uri]: line }), plainLook).split('\n');
      const source = lines.findIndex((shown) => shown.startsWith('1 |'));
      return lines.slice(source, source + 2);
    };
    expect(frame('\ta: 決済 bad', 7, 10)).toEqual(['1 |     a: 決済 bad', '  |             ^^^']);
    const long = frame(`${'x '.repeat(100)}bad ${'y '.repeat(100)}`, 200, 203);
    expect(long[0]?.length).toBeLessThanOrEqual(80);
    expect(long[0]?.slice(long[1]?.indexOf('^'), (long[1]?.lastIndexOf('^') ?? 0) + 1)).toBe('bad');
    expect(frame('end', 3, 3)).toEqual(['1 | end', '  |    ^']);
  });

  it('marks to the end of the line what goes on in the next', () => {
    const range = { start: { line: 1, character: 6 }, end: { line: 3, character: 1 } };
    expect(pretty(aReport([aFinding({ range })], { [uri]: text }), plainLook)).toContain(
      '2 | store orders is postgres {\n  |       ^^^^^^^^^^^^^^^^^^^^\n',
    );
  });
});

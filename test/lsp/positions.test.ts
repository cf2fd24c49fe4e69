import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { PositionEncodingKind } from 'vscode-languageserver';
import { lineStartsOf, positionAt } from '../../language/syntax/lines.ts';
import { semanticTokens } from '../../server/lsp/semantic-tokens.ts';
import { chooseEncoding, Positions } from '../../server/lsp/positions.ts';
import { runs } from '../support/properties.ts';
import { fixture } from './fixtures.ts';

const uri = 'file:///a.arch';
const text = 'ä🦊x\r\n𝒳y\nplain';
const texts: Readonly<Record<string, string>> = { [uri]: text, 'file:///b.arch': '🦊🦊' };
const inBytes = new Positions(PositionEncodingKind.UTF8, (of) => texts[of]);
const at = (line: number, character: number) => ({ line, character });

describe('positions', () => {
  it('are counted as the client likes it best and the server knows', () => {
    const chosen = (...positionEncodings: string[]) => chooseEncoding({ general: { positionEncodings } });
    expect(chooseEncoding({})).toBe('utf-16');
    expect(chosen('utf-8', 'utf-16')).toBe('utf-8');
    expect(chosen('utf-16', 'utf-8')).toBe('utf-16');
    expect(chosen('utf-7', 'utf-32')).toBe('utf-32');
    expect(chosen('utf-7')).toBe('utf-16');
  });

  it.each([
    [PositionEncodingKind.UTF8, [0, 2, 6, 7], [0, 4, 5]],
    [PositionEncodingKind.UTF16, [0, 1, 3, 4], [0, 2, 3]],
    [PositionEncodingKind.UTF32, [0, 1, 2, 3], [0, 1, 2]],
  ])('go out and come in again in %s', (encoding, first, second) => {
    const positions = new Positions(encoding, (of) => texts[of]);
    const ours = [...[0, 1, 3, 4].map((character) => at(0, character)), ...[0, 2, 3].map((each) => at(1, each))];
    const theirs = [...first.map((character) => at(0, character)), ...second.map((character) => at(1, character))];
    expect(positions.outgoing(ours, uri)).toEqual(theirs);
    expect(positions.incoming(theirs, uri)).toEqual(ours);
  });

  it('come back as they went, whatever the text', () => {
    const anyText = fc.string({ unit: fc.constantFrom('a', 'ä', '🦊', '𝒳', '\n', '\r\n', '\t') });
    const anyEncoding = fc.constantFrom(
      PositionEncodingKind.UTF8,
      PositionEncodingKind.UTF16,
      PositionEncodingKind.UTF32,
    );
    fc.assert(
      fc.property(anyText, anyEncoding, (some, encoding) => {
        const positions = new Positions(encoding, () => some);
        const starts = lineStartsOf(some);
        let offset = 0;
        for (const point of some) {
          const position = positionAt(starts, offset);
          expect(positions.incoming(positions.outgoing(position, uri), uri)).toEqual(position);
          offset += point.length;
        }
      }),
      { numRuns: runs(500) },
    );
  });

  it('beyond the end of a line are at its end, also beyond the text', () => {
    expect(inBytes.incoming([at(2, 99), at(9, 3)], uri)).toEqual([at(2, 5), at(9, 0)]);
    expect(inBytes.incoming(at(1, 2), uri)).toEqual(at(1, 2));
  });

  it('belong to the document whose address is nearest', () => {
    const range = { start: at(0, 1), end: at(0, 4) };
    const other = { start: at(0, 2), end: at(0, 4) };
    const answer = {
      range,
      related: [{ uri: 'file:///b.arch', range: other }],
      changes: { 'file:///b.arch': [{ range: other }] },
      documentChanges: [{ textDocument: { uri: 'file:///b.arch' }, edits: [{ range: other }] }],
      calls: [{ from: { uri: 'file:///b.arch', range: other }, fromRanges: [other] }],
    };
    const inB = { start: at(0, 4), end: at(0, 8) };
    expect(inBytes.outgoing(answer, uri)).toEqual({
      range: { start: at(0, 2), end: at(0, 7) },
      related: [{ uri: 'file:///b.arch', range: inB }],
      changes: { 'file:///b.arch': [{ range: inB }] },
      documentChanges: [{ textDocument: { uri: 'file:///b.arch' }, edits: [{ range: inB }] }],
      calls: [{ from: { uri: 'file:///b.arch', range: inB }, fromRanges: [inB] }],
    });
  });

  it('of semantic tokens are relative and have lengths', () => {
    const source = 'service a "🦊ä" is postgres // 🦊\n"𝒳"';
    const { view, uri: document } = fixture(source);
    const positions = new Positions(PositionEncodingKind.UTF8, (of) => view.textOf(of));
    const { data } = positions.outgoing(semanticTokens(view, document), document);
    const bytes = source.split('\n').map((line) => Buffer.from(line));
    const found: (string | undefined)[] = [];
    let [line, character] = [0, 0];
    for (let i = 0; i < data.length; i += 5) {
      const [down = 0, along = 0, length = 0] = data.slice(i, i + 3);
      if (down > 0) character = 0;
      line += down;
      character += along;
      found.push(bytes[line]?.subarray(character, character + length).toString());
    }
    expect(found).toEqual(['service', 'a', '"🦊ä"', 'is', 'postgres', '// 🦊']);
  });
});

/** Hovers of decisions: the options' consequences side by side, worked out in slices that can be given up. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { withComparison } from '../../server/lsp/decision-hover.ts';
import { hover } from '../../server/lsp/hover.ts';
import type { Pause } from '../../server/lsp/pace.ts';
import { fixture, inOnePiece } from './fixtures.ts';
import type { Fixture } from './fixtures.ts';

const folder = path.resolve(import.meta.dirname, '../../examples/payments');
const payments = readdirSync(folder)
  .filter((file) => file.endsWith('.arch'))
  .map((file) => `// file: ${file}\n${readFileSync(path.join(folder, file), 'utf8')}`)
  .join('\n');

const pointing = (word: string): Fixture => fixture(payments.replace(word, `${word}$0`));

async function markdownOf({ view, uri, position }: Fixture, pause: Pause, patience?: number): Promise<string> {
  const found = await withComparison(view, uri, position, hover(view, uri, position), pause, patience);
  const contents = found?.contents;
  if (typeof contents !== 'object' || !('value' in contents)) throw new Error('Markdown was expected');
  return contents.value;
}

/** The cells of each row of the table by its first. */
function rowsOf(markdown: string): Map<string, string[]> {
  const lines = markdown.split('\n').filter((line) => line.startsWith('|'));
  const cells = lines.map((line) => line.slice(1, -1).split(' | '));
  return new Map(cells.map(([first = '', ...others]) => [first.trim(), others.map((text) => text.trim())]));
}

describe('hover on a decision', () => {
  it('sets the options side by side, with what differs, and tells how much more there is', async () => {
    const markdown = await markdownOf(pointing('decision ledger-replication'), inOnePiece.pause);
    const rows = rowsOf(markdown);
    expect(markdown).toMatch(/^\*\*decision\*\* `ledger-replication`: How is the ledger replicated\?/);
    expect(rows.get('')).toEqual(['`asynchronous`', '✓ **`synchronous`** (chosen, as it is)', '`distributed`']);
    expect(rows.get('reserve: Gives linearizable')).toEqual(['violated', 'unknown', 'holds']);
    expect(rows.get('zone-lost: ledger loses no acknowledged write')).toEqual(['fails', 'holds', 'holds']);
    expect(rows.get('Findings')).toEqual(['+3 −1', '+0 −0', '+0 −1']);
    // Twelve rows, their heads, the rule below those, and the findings.
    expect(markdown.split('\n').filter((line) => line.startsWith('|'))).toHaveLength(15);
    expect(markdown).toMatch(/\*\d+ more rows differ\.\*/);
  });

  it('sets one option beside the model as it is, with the findings that it brings and takes away', async () => {
    const markdown = await markdownOf(pointing('option asynchronous'), inOnePiece.pause);
    const rows = rowsOf(markdown);
    expect(rows.get('')).toEqual(['as it is', '`asynchronous`']);
    expect(rows.get('reserve: Gives linearizable')).toEqual(['unknown', 'violated']);
    expect(rows.get('reserve: Round trips from frankfurt.a, at least')).toEqual(['0.7ms', '0ms']);
    expect(rows.has('status: Guarantee')).toBe(false);
    expect(markdown).toMatch(/\*Brings:\*\n\n(?:- .*\n)*- error `faults\/acknowledged-writes-lost`: /);
    expect(markdown).toMatch(/\*Takes away:\*\n\n- error `consistency\/weaker-than-needed`: /);
  });

  it('is taken up where it was given up, and ends where the model changes', async () => {
    const at = pointing('decision ledger-replication');
    const takenBack = new Error('taken back');
    let steps = 0;
    const giveUp = (): Promise<void> => (++steps < 20 ? Promise.resolve() : Promise.reject(takenBack));
    await expect(markdownOf(at, giveUp)).rejects.toBe(takenBack);
    const rest = await Promise.all([markdownOf(at, inOnePiece.pause), markdownOf(at, inOnePiece.pause)]);
    expect(rest[0]).toContain('*What follows:*');
    expect(rest[1]).toBe(rest[0]);
    expect(await markdownOf(at, () => Promise.reject(takenBack))).toBe(rest[0]);
    at.project.setDocument('file:///project/other.arch', 'service other');
    const change = (): Promise<void> => {
      at.project.setDocument('file:///project/another.arch', 'service another');
      return Promise.resolve();
    };
    expect(await markdownOf(at, change)).not.toContain('|');
  });

  it('does not hold back the rest for long', async () => {
    const markdown = await markdownOf(pointing('decision ledger-replication'), inOnePiece.pause, -1);
    expect(markdown).toMatch(/How is the ledger replicated\?.*still being compared/s);
  });

  it('leaves other hovers, and decisions without options, as they are', async () => {
    for (const text of ['store $0db', 'decision d$0 { because: "So." }', 'sto$0re db']) {
      const at = fixture(text);
      const found = hover(at.view, at.uri, at.position);
      expect(await withComparison(at.view, at.uri, at.position, found, inOnePiece.pause)).toEqual(found);
    }
  });

  it('takes nothing in a text for Markdown, and quotes what messages quote', async () => {
    const text = payments
      .replace('store ledger "', 'store ledger "a | b <i> [x](y) ')
      .replace('option asynchronous', 'option asynchronous$0');
    const markdown = await markdownOf(fixture(text), inOnePiece.pause);
    const rows = [...rowsOf(markdown).values()];
    expect(new Set(rows.map((cells) => cells.length))).toEqual(new Set([2]));
    expect(markdown).toContain('acknowledges a write before any standby has it (`commit: local`)');
    expect(markdown.slice(markdown.indexOf('*What follows:*'))).not.toMatch(/<i>|\[x\]/);
  });

  it('says so where nothing depends on the choice', async () => {
    const text = 'store db { commit: local }\ndecision d$0 { option o { extend db { owner: "x" } } }';
    expect(await markdownOf(fixture(text), inOnePiece.pause)).toMatch(/\*Nothing that is computed depends/);
  });
});

/** Options side by side: which figures stand in which cell, and where they come from. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { contributions } from '../../language/generated/contributions.ts';
import { compare, comparing } from '../../language/reports/comparison.ts';
import type { ComparedRow, Comparison } from '../../language/reports/comparison.ts';
import { projectOf } from '../support/project.ts';

const folder = path.resolve(import.meta.dirname, '../../examples/payments');
const texts = new Map(
  readdirSync(folder)
    .filter((file) => file.endsWith('.arch'))
    .map((file) => [`file:///payments/${file}`, readFileSync(path.join(folder, file), 'utf8')]),
);

const DECISION = 'decision:ledger-replication';

function comparisonOf(change: (text: string) => string = (text) => text): Comparison {
  const files = [...texts].map(([uri, text]): [string, string] => [uri, change(text)]);
  const comparison = compare(projectOf(files, { incremental: true }), DECISION);
  if (!comparison) throw new Error('There is nothing to compare.');
  return comparison;
}

const rowOf = ({ rows }: Comparison, label: string, measure: string): readonly (string | undefined)[] => {
  const row = rows.find((each) => each.label === label && each.measure === measure);
  return row ? [row.now, ...row.cells].map((cell) => cell?.value) : [];
};

describe('the options for the ledger', () => {
  const comparison = comparisonOf();

  it('stand in the order of the text, the chosen one being the model', () => {
    expect(comparison.options.map(({ name, isChosen, isModel }) => ({ name, isChosen, isModel }))).toEqual([
      { name: 'asynchronous', isChosen: false, isModel: false },
      { name: 'synchronous', isChosen: true, isModel: true },
      { name: 'distributed', isChosen: false, isModel: false },
    ]);
  });

  it.each([
    ['reserve', 'Gives linearizable', ['unknown', 'violated', 'unknown', 'holds']],
    ['reserve', 'PACELC', ['PC/EC', 'PA/EC', 'PC/EC', 'PC/EC']],
    ['reserve', 'Round trips from frankfurt.a, at least', ['0.7ms', '0ms', '0.7ms', '0.7ms']],
    ['zone-lost', 'ledger loses no acknowledged write', ['holds', 'fails', 'holds', 'holds']],
    ['ledger', 'Survives the loss of (zone)', [undefined, undefined, undefined, '2 zones']],
  ])('%s: %s', (label, measure, cells) => {
    expect(rowOf(comparison, label, measure)).toEqual(cells);
  });

  it('tells which findings an option brings and takes away', () => {
    const [asynchronous, synchronous] = comparison.options;
    expect(asynchronous?.findings.gained.map(({ rule }) => rule)).toContain('faults/acknowledged-writes-lost');
    expect(synchronous?.findings.gained).toEqual([]);
    expect(synchronous?.findings.lost).toEqual([]);
  });

  it('names for each figure the analysis that it comes from', () => {
    for (const { analysis } of comparison.rows) expect(contributions).toHaveProperty(analysis);
  });

  it('says in the cells of the chosen option what the model says', () => {
    for (const { now, cells } of comparison.rows) expect(cells[1]).toEqual(now);
  });

  it('can be given up between two steps', () => {
    const steps = comparing(projectOf(texts, { incremental: true }), DECISION);
    let count = 0;
    while (!steps.next().done) count++;
    expect(count).toBeGreaterThan(50);
  });
});

describe('a change of the model changes exactly the cells that it affects', () => {
  const keyed = ({ rows }: Comparison): Map<string, ComparedRow> =>
    new Map(rows.map((row) => [`${row.label} | ${row.measure}`, row]));

  function changedBy(change: (text: string) => string): string[] {
    const [before, after] = [keyed(comparisonOf()), keyed(comparisonOf(change))];
    return [...new Set([...before.keys(), ...after.keys()])]
      .filter((key) => JSON.stringify(before.get(key)) !== JSON.stringify(after.get(key)))
      .sort();
  }

  it('a price', () => {
    expect(changedBy((text) => text.replace('cost: 640 EUR', 'cost: 650 EUR'))).toEqual(['payments | Cost a month']);
  });

  it('a round trip', () => {
    const changed = changedBy((text) => text.replace('rtt: 0.7ms', 'rtt: 0.9ms'));
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.filter((key) => !key.includes('Round trips'))).toEqual([]);
  });

  it('a title, nothing', () => {
    expect(changedBy((text) => text.replace('"Ledger"', '"The ledger"'))).toEqual([]);
  });

  it('how long a failover takes', () => {
    const changed = changedBy((text) => text.replace('automatic within 30s', 'automatic within 40s'));
    expect(changed).toEqual(['ledger | Recovery time', 'zone-lost | pay available within 30s']);
  });
});

/** What follows from each option of a decision, as Markdown: the figures that differ, and findings gained and lost. */
import type { ComparedFinding, ComparedRow, Comparison } from '../comparison.ts';
import { cell, escaped, page, table } from '../markdown.ts';

/** Beyond it a table is no help to a reader; in rows. */
const MOST_ROWS = 40;
const MOST_FINDINGS = 8;

/** @returns nothing where no option changes anything that is computed. */
export function consequencesText(comparison: Comparison): string | undefined {
  const rows = comparison.rows.filter(({ differs }) => differs);
  const findings = comparison.options.flatMap(({ name, title, findings: { gained, lost } }) =>
    gained.length + lost.length === 0
      ? []
      : [
          `${escaped(title ?? name)}: ${[told('brings', gained), told('takes away', lost)].filter(Boolean).join('; ')}.`,
        ],
  );
  if (rows.length === 0 && findings.length === 0) return undefined;
  return page(
    'Computed from the model, with each option in its place (— where there is nothing to tell):',
    rows.length > 0 ? tableOf(comparison, rows.slice(0, MOST_ROWS)) : undefined,
    rows.length > MOST_ROWS ? `And ${String(rows.length - MOST_ROWS)} figures more.` : undefined,
    findings.map((line) => `- ${line}`).join('\n'),
  ).trimEnd();
}

function tableOf({ options }: Comparison, rows: readonly ComparedRow[]): string {
  const head = [
    'figure',
    ...options.map(({ name, title, isChosen }) => `${escaped(title ?? name)}${isChosen ? ' (chosen)' : ''}`),
  ];
  return table(
    head.map(cell),
    rows.map(({ label, measure, cells }) => [
      cell(`${escaped(label)}: ${escaped(measure)}`),
      ...cells.map((one) => (one ? cell(escaped(one.value)) : '—')),
    ]),
  );
}

function told(what: string, findings: readonly ComparedFinding[]): string {
  if (findings.length === 0) return '';
  const named = findings.slice(0, MOST_FINDINGS).map(({ id }) => `\`${id}\``);
  const more = findings.length > named.length ? ` and ${String(findings.length - named.length)} more` : '';
  return `${what} ${named.join(', ')}${more}`;
}

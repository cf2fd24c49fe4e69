/** What changed between two revisions, for people, for pull requests and for programs. Pure. */
import pc from 'picocolors';
import type { ChangedFigure, ChangedFinding, Difference, Edit } from '../../../language/reports/difference.ts';
import type { Failure } from '../../../language/reports/gates.ts';
import { cell, code, page, table } from '../../../language/reports/markdown.ts';
import type { DiffFormat } from '../diff-formats.ts';
import { printable, wrap } from './cells.ts';
import { plural } from './counts.ts';
import type { Look } from './format.ts';

export interface Told {
  readonly difference: Difference;
  readonly failures: readonly Failure[];
  /** What was compared. */
  readonly names: { readonly before: string; readonly after: string };
}

export function differenceText(told: Told, format: DiffFormat, look: Look): string {
  switch (format) {
    case 'pretty':
      return pretty(told, look);
    case 'md':
      return markdown(told);
    case 'json':
      return json(told);
  }
}

const signs = { added: '+', removed: '-', changed: '~' } as const;

function editText({ how, kind, name, key, before, after }: Edit): string {
  if (how !== 'changed') return `${kind} ${name}`;
  if (before === undefined && after === undefined) return `${name}: ${key ?? ''}`;
  return `${name}: ${key ?? ''} ${before ?? '(not written)'} → ${after ?? '(not written)'}`;
}

const valueOf = (figure: { readonly value: string } | undefined): string => figure?.value ?? '—';
const figureText = ({ label, measure, before, after }: ChangedFigure): string =>
  `${label}: ${measure}: ${valueOf(before)} → ${valueOf(after)}`;

const shortly = (edit: Edit): string =>
  edit.how === 'changed' ? `${edit.name}: ${edit.key ?? ''}` : `${signs[edit.how]} ${edit.name}`;
const causeText = (because: readonly Edit[]): string =>
  because.length > 0 ? because.slice(0, MOST_CAUSES).map(shortly).join(', ') : 'several edits together';

/** More edits than this are not named for one consequence. */
const MOST_CAUSES = 3;

const CHANGES = { better: 'better', worse: 'worse', other: 'changed', same: '' } as const;

function pretty({ difference, failures, names }: Told, { colour, width }: Look): string {
  const { edits, figures, gained, lost, undecided, isCut } = difference;
  const colours = pc.createColors(colour);
  const paint = { better: colours.green, worse: colours.red, other: colours.yellow, same: colours.dim };
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length > 0 ? ['', colours.bold(title), ...lines] : [];
  const findingLines = (sign: string, { finding, because }: ChangedFinding): string[] => [
    `  ${sign} ${finding.severity} ${printable(finding.id)}`,
    ...wrap(finding.message, Math.max(20, width - 6)).map((line) => `      ${line}`),
    `      ${colours.dim(`by ${printable(causeText(because))}`)}`,
  ];
  const lines = [
    `${printable(names.before)} → ${printable(names.after)}: ${plural(edits.length, 'edit')}, ${plural(figures.length, 'consequence')}, ${plural(gained.length, 'new finding')}, ${String(lost.length)} gone`,
    ...section(
      'Edits',
      edits.map((edit) => `  ${signs[edit.how]} ${printable(editText(edit))}`),
    ),
    ...section(
      'What follows',
      figures.flatMap((figure) => [
        `  ${paint[figure.change](CHANGES[figure.change].padEnd(7))} ${printable(figureText(figure))}`,
        `          ${colours.dim(`${figure.analysis}, by ${printable(causeText(figure.because))}`)}`,
      ]),
    ),
    ...section('Findings', [
      ...gained.flatMap((found) => findingLines(colours.red('+'), found)),
      ...lost.flatMap((found) => findingLines(colours.green('-'), found)),
    ]),
    ...section(
      'Without a decision',
      undecided.map((edit) => `  ${printable(editText(edit))}`),
    ),
    ...section(
      'Fails',
      failures.map(({ gate, message }) => `  ${colours.red('✗')} ${gate}: ${printable(message)}`),
    ),
    ...(isCut
      ? ['', colours.dim('There are more edits than were tried one by one: some consequences name none.')]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** Text of the model in a page: nothing in it is markup. */
const plain = (text: string): string => cell(text).replace(/[<>&]/g, (sign) => `&#${String(sign.charCodeAt(0))};`);
const quoted = (text: string): string => code(cell(text.replaceAll('`', "'")));

function markdown({ difference, failures, names }: Told): string {
  const { edits, figures, gained, lost, undecided, isCut } = difference;
  const causes = (because: readonly Edit[]): string =>
    because.length > 0
      ? because
          .slice(0, MOST_CAUSES)
          .map((edit) => quoted(shortly(edit)))
          .join(', ')
      : 'several edits together';
  const findings = (found: readonly ChangedFinding[]): string =>
    table(
      ['severity', 'finding', 'says', 'by'],
      found.map(({ finding, because }) => [
        finding.severity,
        quoted(finding.id),
        plain(finding.message),
        causes(because),
      ]),
    );
  return page(
    `## Architecture: ${quoted(names.before)} → ${quoted(names.after)}`,
    `${plural(edits.length, 'edit')}, ${plural(figures.length, 'consequence')}, ${plural(gained.length, 'new finding')}, ${String(lost.length)} gone.`,
    failures.length > 0
      ? `**Fails**\n\n${failures.map(({ gate, message }) => `- ${quoted(gate)}: ${plain(message)}`).join('\n')}`
      : undefined,
    figures.length > 0
      ? `### What follows\n\n${table(
          ['of', 'what', 'before', 'after', '', 'by'],
          figures.map((figure) => [
            quoted(figure.label),
            plain(figure.measure),
            plain(valueOf(figure.before)),
            plain(valueOf(figure.after)),
            CHANGES[figure.change],
            causes(figure.because),
          ]),
        )}`
      : undefined,
    gained.length > 0 ? `### New findings\n\n${findings(gained)}` : undefined,
    lost.length > 0 ? `### Findings that are gone\n\n${findings(lost)}` : undefined,
    undecided.length > 0
      ? `### Without a decision\n\n${undecided.map((edit) => `- ${quoted(editText(edit))}`).join('\n')}`
      : undefined,
    edits.length > 0
      ? `<details><summary>${plural(edits.length, 'edit')}</summary>\n\n${edits.map((edit) => `- ${signs[edit.how]} ${quoted(editText(edit))}`).join('\n')}\n\n</details>`
      : undefined,
    isCut ? '_There are more edits than were tried one by one: some consequences name none._' : undefined,
  );
}

function json({ difference, failures, names }: Told): string {
  const { edits, figures, gained, lost, undecided, isCut } = difference;
  const indexes = (because: readonly Edit[]): number[] => because.map((edit) => edits.indexOf(edit));
  const finding = ({ finding: { id, rule, severity, subject, message }, because }: ChangedFinding) => ({
    id,
    rule,
    severity,
    subject,
    message,
    because: indexes(because),
  });
  const content = {
    format: 'faultline-diff',
    version: 1,
    ...names,
    edits,
    consequences: figures.map(({ because, ...figure }) => ({ ...figure, because: indexes(because) })),
    findings: { gained: gained.map(finding), lost: lost.map(finding) },
    undecided: indexes(undecided),
    isCut,
    failures: failures.map(({ gate, message, because }) => ({ gate, message, because: indexes(because) })),
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

/**
 * What follows from the options of a decision, side by side, behind what a hover says of the decision or of one option.
 *
 * Worked out in slices and only when asked; what was worked out is kept for as long as the model stays, also where the
 * question was taken back half way. A change of the model ends it: the hover is then without the table. O(entities ×
 * options) the first time.
 */
import { MarkupKind } from 'vscode-languageserver';
import type { Hover, Position } from 'vscode-languageserver';
import type { LinkedDocument } from '../../language/model/linked.ts';
import type { Model } from '../../language/model/model.ts';
import type { Id } from '../../language/model/symbols.ts';
import { listed } from '../../language/model/wording.ts';
import type { Project } from '../../language/project/project.ts';
import { comparing } from '../../language/reports/comparison.ts';
import type { ComparedFinding, ComparedOption, ComparedRow, Comparison } from '../../language/reports/comparison.ts';
import { cell, code, escaped, table } from '../../language/reports/markdown.ts';
import { perObject } from './memo.ts';
import type { Pause } from './pace.ts';
import { useAt } from './uses.ts';
import { offsetIn, pageOf } from './view.ts';
import type { View } from './view.ts';

/** More cannot be taken in beside the text. */
const MOST_ROWS = 12;
const MOST_FINDINGS = 4;
/** Milliseconds after which the rest of the hover is not held back any longer; the next one goes on from there. */
const PATIENCE = 2000;

export async function withComparison(
  view: View,
  uri: string,
  position: Position,
  found: Hover | null,
  pause: Pause,
  patience = PATIENCE,
): Promise<Hover | null> {
  const page = pageOf(view, uri);
  if (!found || !page || typeof found.contents !== 'object' || !('value' in found.contents)) return found;
  const { model } = view.project;
  const entity = model.entity(useAt(page.document, offsetIn(page, position))?.id ?? '');
  const option = entity?.kind === 'option' ? entity : undefined;
  const decision = option ? model.entity(option.parent ?? '') : entity;
  if (decision?.kind !== 'decision') return found;
  const comparison = await comparisonOf(view, decision.id, pause, performance.now() + patience);
  const shown =
    comparison === 'unfinished'
      ? '*The options are still being compared: ask again.*'
      : comparison && comparisonText(comparison, option?.id);
  if (shown === undefined) return found;
  return { ...found, contents: { kind: MarkupKind.Markdown, value: `${found.contents.value}\n\n${shown}` } };
}

interface Work {
  /** As they were at the start: a comment can suppress a finding, and leaves the model as it is. */
  readonly documents: readonly LinkedDocument[];
  readonly steps: ReturnType<typeof comparing>;
  result?: Comparison | undefined;
  isDone: boolean;
}

const begun = perObject<Model, Map<Id, Work>>(() => new Map());

/** Undefined: the model changed meanwhile. */
async function comparisonOf(
  { project }: View,
  decision: Id,
  pause: Pause,
  until: number,
): Promise<Comparison | 'unfinished' | undefined> {
  const { model } = project;
  const work = workOn(project, decision);
  // Another hover may go through the same steps in turn with this one, and come to their end first.
  while (!work.isDone) {
    if (performance.now() > until) return 'unfinished';
    const step = work.steps.next();
    if (step.done) return Object.assign(work, { isDone: true, result: step.value }).result;
    await pause();
    if (project.model !== model) return undefined;
  }
  return work.result;
}

function workOn(project: Project, decision: Id): Work {
  const ofModel = begun(project.model);
  const documents = [...project.allDocuments()];
  const known = ofModel.get(decision);
  if (known?.documents.length === documents.length && documents.every((each, i) => each === known.documents[i]))
    return known;
  const work: Work = { documents, steps: comparing(project, decision), isDone: false };
  ofModel.set(decision, work);
  return work;
}

/** The table of what differs; of one option, beside the model as it is, with what it brings and takes away. */
function comparisonText(comparison: Comparison, only: Id | undefined): string | undefined {
  const { options, omitted } = comparison;
  const one = options.find(({ id }) => id === only);
  if (options.length === 0 || (only !== undefined && !one)) return undefined;
  const shown = one && !one.isModel ? [one] : options;
  const columns = shown.map((option) => options.indexOf(option));
  const rows = comparison.rows.filter(({ now, cells }) => columns.some((i) => isOther(now, cells[i])));
  const cut = inTurn(rows, MOST_ROWS);
  // Where an option is what is there already, its column says what there is.
  const hasNow = !shown.some(({ isModel }) => isModel);
  const body = cut.map((row) => [
    `${cell(escaped(row.label))}: ${cell(escaped(row.measure))}`,
    ...(hasNow ? [valueOf(row.now)] : []),
    ...columns.map((i) => valueOf(row.cells[i])),
  ]);
  const tally = [
    'Findings',
    ...(hasNow ? [''] : []),
    ...shown.map(({ findings: { gained, lost } }) => `+${String(gained.length)} −${String(lost.length)}`),
  ];
  const nothing =
    rows.length === 0 && shown.every(({ findings: { gained, lost } }) => gained.length + lost.length === 0);
  if (nothing) return '*Nothing that is computed depends on this choice.*';
  const head = ['', ...(hasNow ? ['as it is'] : []), ...shown.map(headOf)];
  const more = [
    ...(rows.length > cut.length ? [`${String(rows.length - cut.length)} more rows differ`] : []),
    ...(omitted.options > 0 && !one ? [`${String(omitted.options)} more options are not compared`] : []),
  ];
  return [
    '*What follows:*',
    table(head, [...body, tally]),
    ...(more.length > 0 ? [`*${listed(more, 'and')}.*`] : []),
    ...(one ? [findingsText(one)] : []),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

const isOther = (a: ComparedRow['now'], b: ComparedRow['now']): boolean =>
  a?.value !== b?.value || a?.amount !== b?.amount;

const valueOf = (figure: ComparedRow['now']): string => (figure ? cell(escaped(figure.value)) : '·');

function headOf({ name, isChosen, isModel }: ComparedOption): string {
  const marks = [...(isChosen ? ['chosen'] : []), ...(isModel ? ['as it is'] : [])];
  const text = code(name);
  return `${isChosen ? `✓ **${text}**` : text}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`;
}

/** As many as fit: the first row of every analysis, then the second of each, and so on; in their own order. */
function inTurn(rows: readonly ComparedRow[], most: number): ComparedRow[] {
  const count = new Map<string, number>();
  const ranked = rows.map((row, at) => {
    const turn = count.get(row.analysis) ?? 0;
    count.set(row.analysis, turn + 1);
    return { row, at, turn };
  });
  return ranked
    .sort((a, b) => a.turn - b.turn || a.at - b.at)
    .slice(0, most)
    .sort((a, b) => a.at - b.at)
    .map(({ row }) => row);
}

const findingsText = ({ findings: { gained, lost } }: ComparedOption): string =>
  [...some('Brings', gained), ...some('Takes away', lost)].join('\n\n');

/** A message: what it quotes is code, the rest stands for itself. */
const prose = (message: string): string =>
  message
    .split(/(`[^`]*`)/)
    .map((part, i) => (i % 2 === 1 ? part.replace(/\s+/g, ' ') : escaped(part)))
    .join('');

function some(title: string, findings: readonly ComparedFinding[]): string[] {
  if (findings.length === 0) return [];
  const lines = findings
    .slice(0, MOST_FINDINGS)
    .map(({ severity, rule, message }) => `- ${severity} ${code(rule)}: ${prose(message)}`);
  const more = findings.length - lines.length;
  return [`*${title}:*\n\n${[...lines, ...(more > 0 ? [`- and ${String(more)} more`] : [])].join('\n')}`];
}

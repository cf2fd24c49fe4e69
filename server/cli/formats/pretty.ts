/** For people: what is wrong, where, why, and what to do, with the source in view. */
import pc from 'picocolors';
import type { Finding, Location, Severity } from '../../../language/model/finding.ts';
import { displayUri } from '../paths.ts';
import type { Report, Summary } from '../report.ts';
import { linesOf } from '../source-text.ts';
import { printable, wrap } from './cells.ts';
import { codeFrame } from './code-frame.ts';
import { modelSize, plural, severityCounts } from './counts.ts';
import type { Look } from './format.ts';

type Colours = ReturnType<typeof pc.createColors>;
type Paint = (text: string) => string;

/** Longer lines are hard to read. */
const maximumTextWidth = 100;

export function pretty(report: Report, look: Look): string {
  const colours = pc.createColors(look.colour);
  const lines = lineReader(report.textOf);
  const blocks: string[] = [];
  let file: string | undefined;
  for (const finding of report.findings) {
    if (finding.uri !== file)
      blocks.push(colours.bold(colours.underline(printable(displayUri(finding.uri, look.cwd)))));
    file = finding.uri;
    blocks.push(describeFinding(finding, lines, look));
  }
  blocks.push(summary(report, look, colours));
  return `${blocks.join('\n\n')}\n`;
}

/** Reads a line of a document; splits each document once. */
type LineReader = (uri: string, line: number) => string | undefined;

export function lineReader(textOf: Report['textOf']): LineReader {
  const split = new Map<string, readonly string[]>();
  return (uri, line) => {
    let lines = split.get(uri);
    if (!lines) split.set(uri, (lines = linesOf(textOf(uri) ?? '')));
    return lines[line];
  };
}

/** One finding as a block of text, without the file's head and without a newline at its end. */
export function describeFinding(finding: Finding, lines: LineReader, look: Look): string {
  const colours = pc.createColors(look.colour);
  const paint = severityPaint(colours)[finding.severity];
  const places: readonly Location[] = [finding, ...finding.related];
  const gutter = String(Math.max(...places.map(({ range }) => range.start.line + 1))).length;
  const bar = colours.blue('|');
  const empty = `${' '.repeat(gutter)} ${bar}`;

  const place = (arrow: string, { uri, range }: Location): string => {
    const shown = `${printable(displayUri(uri, look.cwd))}:${String(range.start.line + 1)}:${String(range.start.character + 1)}`;
    return `${' '.repeat(gutter)}${colours.blue(arrow)} ${shown}`;
  };
  const source = ({ uri, range }: Location, mark: string, paintMark: Paint, label: string): string[] => {
    const line = lines(uri, range.start.line);
    if (line === undefined) return [];
    const room = Math.max(20, look.width - gutter - 3);
    const frame = codeFrame(line, range, room);
    const number = colours.blue(String(range.start.line + 1).padStart(gutter));
    const marks = frame.indent + paintMark(mark.repeat(frame.markWidth));
    const labelFits = frame.indent.length + frame.markWidth + 1 + label.length <= room;
    const labels = label === '' || labelFits ? [] : wrap(label, room).map((text) => `${empty} ${paintMark(text)}`);
    const markLine = labelFits && label !== '' ? `${marks} ${paintMark(printable(label))}` : marks;
    return [`${number} ${bar} ${frame.source}`, `${empty} ${markLine}`, ...labels];
  };

  const related = finding.related.flatMap((other) => {
    const framed = source(other, '-', colours.blue, other.message);
    return framed.length > 0
      ? [place(':::', other), ...framed]
      : [`${place(':::', other)}: ${printable(other.message)}`];
  });
  const fixes = finding.fixes.map(
    ({ title }) => `${' '.repeat(gutter)} ${colours.blue('=')} ${colours.green('fix')}: ${printable(title)}`,
  );
  return [
    ...headline(finding, paint, colours, look.width),
    place('-->', finding),
    empty,
    ...source(finding, '^', paint, ''),
    ...related,
    ...(fixes.length > 0 ? [empty, ...fixes] : []),
  ].join('\n');
}

/** `severity[rule]` and the message, its first sentence bold, wrapped with a hanging indent. */
function headline({ severity, rule, message }: Finding, paint: Paint, colours: Colours, width: number): string[] {
  const label = `${severity}[${rule}]: `;
  const room = Math.max(20, Math.min(width, maximumTextWidth)) - 2;
  const [first, rest] = splitSentence(message);
  const [head = '', ...more] = wrap(label + first, room);
  const bold = [head.slice(label.length), ...more].map((line) => colours.bold(line));
  const [boldHead = '', ...boldMore] = bold;
  const body = rest.split('\n').flatMap((paragraph) => (paragraph.trim() === '' ? [] : wrap(paragraph.trim(), room)));
  return [
    `${paint(colours.bold(`${severity}[${rule}]`))}: ${boldHead}`,
    ...[...boldMore, ...body].map((line) => `  ${line}`),
  ];
}

/** The first sentence, which says what is wrong, and what follows it: why, and what to do. */
function splitSentence(message: string): [string, string] {
  const end = /[.!?](?=\s)|\n/.exec(message);
  if (!end) return [message, ''];
  const at = end.index + end[0].length;
  return [message.slice(0, at).trim(), message.slice(at)];
}

function severityPaint(colours: Colours): Readonly<Record<Severity, Paint>> {
  return { error: colours.red, warning: colours.yellow, info: colours.cyan, hint: colours.gray };
}

function summary({ findings, summary: counts }: Report, { milliseconds }: Look, colours: Colours): string {
  const checked = `${modelSize(counts)} checked in ${duration(milliseconds)}`;
  const known = counts.inBaseline > 0 ? [`${plural(counts.inBaseline, 'finding')} in the baseline not shown.`] : [];
  if (findings.length === 0) return [`${colours.green('No findings')}: ${checked}.`, ...known].join('\n');
  const paint = severityPaint(colours)[worst(counts)];
  const files = new Set(findings.map(({ uri }) => uri)).size;
  const rule = findings[0]?.rule ?? '';
  return [
    `${paint(colours.bold(severityCounts(counts).join(', ')))} in ${plural(files, 'file')}: ${checked}.`,
    ...known,
    colours.dim(`"faultline explain ${rule}" says more about a rule.`),
  ].join('\n');
}

function worst({ errors, warnings, infos }: Summary): Severity {
  return errors ? 'error' : warnings ? 'warning' : infos ? 'info' : 'hint';
}

function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds.toFixed(0)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

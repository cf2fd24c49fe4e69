/** The text of nodes, groups and flows: broken into lines and measured before the layout, so that the layout keeps room for it. */
import type { Severity } from '../model/finding.ts';
import { severities } from '../model/finding.ts';
import { faces } from './faces.ts';
import type { Face } from './faces.ts';
import type { DiagramEdge, DiagramNode, SeverityCounts } from './graph.ts';
import { clean, measure, wrap } from './text.ts';

export type Role = 'title' | 'subtitle' | 'detail' | 'group' | 'aside' | 'label' | 'note';

export interface Type extends Face {
  readonly leading: number;
  readonly width: number;
}

/** `width` is where a line wraps: about 24 characters of a title. */
export const types: Readonly<Record<Role, Type>> = {
  title: { ...faces.title, leading: 18, width: 180 },
  subtitle: { ...faces.subtitle, leading: 16, width: 180 },
  detail: { ...faces.detail, leading: 15, width: 190 },
  group: { ...faces.group, leading: 18, width: 300 },
  aside: { ...faces.aside, leading: 15, width: 300 },
  label: { ...faces.label, leading: 15, width: 120 },
  note: { ...faces.note, leading: 14, width: 130 },
};

export interface Line {
  readonly text: string;
  readonly role: Role;
  readonly width: number;
}

export interface Badge {
  readonly severity: Severity;
  readonly text: string;
  readonly width: number;
}

/** What an edge says about the trust boundary it crosses. */
export type Crossing = 'encrypted' | 'plaintext' | 'unknown';

export const badgeHeight = 18;
export const badgeGap = 6;
/** The severity's sign left of a badge's words. */
export const badgeSign = 14;
export const markSize = 14;
export const markGap = 4;

export function lines(text: string | undefined, role: Role, limit: number): Line[] {
  const { size, strong, width } = types[role];
  return wrap(text ?? '', width, size, strong, limit).map((line) => ({
    text: line,
    role,
    width: measure(line, size, strong),
  }));
}

const nouns: Readonly<Record<Severity, readonly [one: string, many: string]>> = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  info: ['note', 'notes'],
  hint: ['hint', 'hints'],
};

export function severityName(severity: Severity): string {
  return nouns[severity][0];
}

function badge(severity: Severity, text: string): Badge {
  return { severity, text, width: badgeSign + measure(text, faces.badge.size, faces.badge.strong) + 14 };
}

export function badges(findings: SeverityCounts | undefined): Badge[] {
  return severities.flatMap((severity) => {
    const count = findings?.[severity] ?? 0;
    return count > 0 ? [badge(severity, `${count} ${nouns[severity][count === 1 ? 0 : 1]}`)] : [];
  });
}

export function rowWidth(row: readonly Badge[]): number {
  return row.reduce((sum, { width }) => sum + width + badgeGap, -badgeGap);
}

/** Badges side by side as far as they fit. */
function badgeRows(all: readonly Badge[], width: number): Badge[][] {
  const rows: Badge[][] = [];
  for (const next of all) {
    const row = rows.at(-1);
    if (row && rowWidth(row) + badgeGap + next.width <= width) row.push(next);
    else rows.push([next]);
  }
  return rows;
}

export interface Content {
  readonly lines: readonly Line[];
  readonly badgeRows: readonly (readonly Badge[])[];
  readonly width: number;
  readonly height: number;
}

const leadingSum = (all: readonly Line[]): number => all.reduce((sum, { role }) => sum + types[role].leading, 0);
const widest = (all: readonly { readonly width: number }[]): number =>
  all.reduce((most, { width }) => Math.max(most, width), 0);

/** A thing without a title is called by its qualified name: nothing is drawn that cannot be told from its neighbour. */
export function titleOf({ id, title }: DiagramNode): string {
  return clean(title) === '' ? id : title;
}

/** A leaf's text, one part under the other. */
export function cardContent(node: DiagramNode): Content {
  const text = [
    ...lines(titleOf(node), 'title', 4),
    ...lines(node.subtitle, 'subtitle', 2),
    ...(node.detail ?? []).flatMap((detail) => lines(detail, 'detail', 3)),
  ];
  const rows = badgeRows(badges(node.findings), types.title.width);
  return {
    lines: text,
    badgeRows: rows,
    width: Math.max(widest(text), ...rows.map(rowWidth)),
    height: leadingSum(text) + (rows.length > 0 ? 4 : 0) + rows.length * (badgeHeight + 4),
  };
}

/** A group's header: its title and subtitle under each other, its badges in a last row. */
export function headerContent(node: DiagramNode): Content {
  const text = [...lines(titleOf(node), 'group', 2), ...lines(node.subtitle, 'aside', 2)];
  const rows = badgeRows(badges(node.findings), types.group.width);
  return {
    lines: text,
    badgeRows: rows,
    width: Math.max(widest(text), ...rows.map(rowWidth)),
    height: leadingSum(text) + (rows.length > 0 ? 4 : 0) + rows.length * (badgeHeight + 4),
  };
}

export interface LabelContent {
  readonly lines: readonly Line[];
  readonly crossing?: Crossing;
  readonly badge?: Badge;
  readonly width: number;
  readonly height: number;
}

export function crossingOf(edge: DiagramEdge): Crossing | undefined {
  if (edge.crossing !== true) return undefined;
  if (edge.encrypted === undefined) return 'unknown';
  return edge.encrypted ? 'encrypted' : 'plaintext';
}

/** What is written on an edge, or undefined where there is nothing to write. */
export function labelContent(edge: DiagramEdge): LabelContent | undefined {
  const text = [...lines(edge.label, 'label', 3), ...lines(edge.detail, 'note', 3)];
  const crossing = crossingOf(edge);
  const finding = edge.severity && badge(edge.severity, severityName(edge.severity));
  if (text.length === 0 && !crossing && !finding) return undefined;
  const mark = crossing ? markSize + (text.length > 0 ? markGap : 0) : 0;
  const first = text[0];
  return {
    lines: text,
    ...(crossing && { crossing }),
    ...(finding && { badge: finding }),
    width: Math.max(mark + (first?.width ?? 0), widest(text.slice(1)), finding?.width ?? 0) + 10,
    height: Math.max(leadingSum(text), crossing ? markSize : 0) + (finding ? badgeHeight + 3 : 0) + 4,
  };
}

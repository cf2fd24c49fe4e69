/** The drawn parts that the picture and its legend share. */
import { badgeHeight, badgeSign, type Badge, type Crossing } from './content.ts';
import { round, type Box, type Point } from './geometry.ts';
import type { NodeKind } from './graph.ts';
import { classes, element, textElement } from './markup.ts';
import { looks, outline } from './shapes.ts';
import type { Severity } from '../model/finding.ts';

export function kindClasses(kind: NodeKind): string {
  const { family, shape, dashed } = looks[kind];
  return classes(
    `fl-${kind}`,
    family !== 'group' && `fl-${family}`,
    shape === 'person' && 'fl-person',
    dashed === true && family !== 'group' && 'fl-dashed',
  );
}

export function shape(kind: NodeKind, box: Box): string {
  const { body, over } = outline(looks[kind].shape, box);
  return (
    element('path', { class: 'fl-shape', d: body }) +
    (over ? element('path', { class: 'fl-shape fl-over', d: over }) : '')
  );
}

/** A kind's small picture with its top left corner here; empty for kinds whose outline says it all. */
export function glyph(kind: NodeKind, at: Point, scale = 1): string {
  const path = looks[kind].glyph;
  if (path === undefined) return '';
  const place = `translate(${round(at.x)} ${round(at.y)})`;
  return element('path', { class: 'fl-glyph', d: path, transform: scale === 1 ? place : `${place} scale(${scale})` });
}

/** On a 14 by 14 grid: a closed lock, an open one, and a lock with a question. */
const lock = 'M3 6.2h8v6H3z';
const marks: Readonly<Record<Crossing, string>> = {
  encrypted: `${lock}M4.6 6.2V4.4a2.4 2.4 0 0 1 4.8 0v1.8M7 8.6v1.4`,
  plaintext: `${lock}M4.6 6.2V3.6a2.4 2.4 0 0 1 4.6-.9M5.8 8l2.4 2.4M8.2 8l-2.4 2.4`,
  unknown: 'M4.4 4.6a2.6 2.6 0 1 1 3.8 2.3c-.8.5-1.2.9-1.2 1.9M7 11.6h.1',
};

export function mark(crossing: Crossing, at: Point): string {
  const path = element('path', { d: marks[crossing], transform: `translate(${round(at.x)} ${round(at.y)})` });
  return element('g', { class: `fl-mark fl-${crossing}` }, path);
}

/** On a 10 by 10 grid; each severity has its own outline. */
const signs: Readonly<Record<Severity, string>> = {
  error: 'M3.2.8h3.6l2.4 2.4v3.6L6.8 9.2H3.2L.8 6.8V3.2zM3.7 3.7l2.6 2.6M6.3 3.7 3.7 6.3',
  warning: 'M5 .9 9.4 9H.6zM5 3.9v2.2M5 7.5h.1',
  info: 'M5 .8a4.2 4.2 0 1 0 0 8.4A4.2 4.2 0 0 0 5 .8M5 4.7v2.3M5 3h.1',
  hint: 'M5 .8 9.2 5 5 9.2.8 5z',
};

export function badge({ severity, text, width }: Badge, at: Point): string {
  return element(
    'g',
    { class: `fl-badge fl-${severity}` },
    element('rect', {
      class: 'fl-pill',
      x: at.x + 0.5,
      y: at.y + 0.5,
      width: width - 1,
      height: badgeHeight - 1,
      rx: 8.5,
    }),
    element('path', {
      class: 'fl-sign',
      d: signs[severity],
      transform: `translate(${round(at.x + 6)} ${round(at.y + 4)})`,
    }),
    textElement(round(at.x + badgeSign + 6), round(at.y + 13), 'badge', text),
  );
}

export interface LineStyle {
  readonly asynchronous: boolean;
  readonly soft: boolean;
  readonly plaintext: boolean;
  /** Without a direction. */
  readonly network?: boolean;
}

export function lineClasses({ asynchronous, soft, plaintext, network }: LineStyle): string {
  return classes(
    'fl-edge',
    network === true && 'fl-network',
    asynchronous && 'fl-async',
    soft && 'fl-soft',
    plaintext && 'fl-plaintext',
  );
}

const tipLength = 9;
const tipHalf = 4.2;
const bend = 8;
const tailRadius = 3;

/** The point `length` from `from` on the way to `to`. */
function towards(from: Point, to: Point, length: number): Point {
  const distance = Math.hypot(to.x - from.x, to.y - from.y);
  if (distance === 0) return from;
  const share = Math.min(1, length / distance);
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

const at = ({ x, y }: Point): string => `${round(x)} ${round(y)}`;

/** A polyline with rounded bends, both ends on outlines, the tip at the last point. */
export function line(points: readonly Point[], style: LineStyle): string {
  const [first, second] = points;
  const last = points.at(-1);
  const before = points.at(-2);
  if (!first || !second || !last || !before) return '';
  const start = style.soft ? towards(first, second, 2 * tailRadius) : first;
  const end = style.asynchronous || style.network === true ? last : towards(last, before, tipLength - 1);
  const route = [start, ...points.slice(1, -1), end];
  let d = `M${at(start)}`;
  for (let index = 1; index < route.length - 1; index++) {
    const [from, corner, to] = [route[index - 1], route[index], route[index + 1]];
    if (!from || !corner || !to) continue;
    const reach = (other: Point): number => Math.min(bend, Math.hypot(other.x - corner.x, other.y - corner.y) / 2);
    const radius = Math.min(reach(from), reach(to));
    d += `L${at(towards(corner, from, radius))}Q${at(corner)} ${at(towards(corner, to, radius))}`;
  }
  d += `L${at(end)}`;
  if (style.network === true) return element('path', { class: 'fl-route', d });
  const back = towards(last, before, tipLength);
  const [dx, dy] = [Math.sign(last.y - before.y) * tipHalf, Math.sign(last.x - before.x) * tipHalf];
  const left = { x: back.x + dx, y: back.y - dy };
  const right = { x: back.x - dx, y: back.y + dy };
  const tip = `M${at(left)}L${at(last)}L${at(right)}${style.asynchronous ? '' : 'z'}`;
  const middle = towards(first, second, tailRadius);
  const tail = `M${round(middle.x - tailRadius)} ${round(middle.y)}a3 3 0 1 0 6 0a3 3 0 1 0-6 0z`;
  return (
    element('path', { class: 'fl-route', d }) +
    element('path', { class: 'fl-tip', d: tip }) +
    (style.soft ? element('path', { class: 'fl-tail', d: tail }) : '')
  );
}

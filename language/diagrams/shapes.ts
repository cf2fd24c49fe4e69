/** What each kind looks like: its outline, the room inside it, its small picture and its colour family. */
import { round, type Box, type Side, type Size } from './geometry.ts';
import type { NodeKind } from './graph.ts';

export type Shape = 'box' | 'plain' | 'person' | 'cylinder' | 'pipe' | 'hexagon' | 'container' | 'frame';

/** A colour family: what a thing is for, not how it is judged. */
export type Family = 'people' | 'compute' | 'state' | 'messaging' | 'coordination' | 'outside' | 'group' | 'place';

export interface Look {
  /** How the legend names it. */
  readonly name: string;
  readonly shape: Shape;
  readonly family: Family;
  /** An outline of dashes: a cache may lose what it holds; a boundary is a line, not a thing. */
  readonly dashed?: true;
  /** Strokes on a 16 by 16 grid. */
  readonly glyph?: string;
}

export const looks: Readonly<Record<NodeKind, Look>> = {
  actor: { name: 'Actor', shape: 'person', family: 'people' },
  client: { name: 'Client', shape: 'box', family: 'people', glyph: 'M2 3h12v10H2zM2 6.2h12M4.2 4.6h.1M6.2 4.6h.1' },
  device: {
    name: 'Device',
    shape: 'box',
    family: 'people',
    glyph: 'M4.5 4.5h7v7h-7zM6.5 2v2.5M9.5 2v2.5M6.5 11.5V14M9.5 11.5V14M2 6.5h2.5M2 9.5h2.5M11.5 6.5H14M11.5 9.5H14',
  },
  gateway: { name: 'Gateway', shape: 'box', family: 'compute', glyph: 'M8 1.5v3.8M8 10.7v3.8M2 8h11.5M10.5 5l3 3-3 3' },
  service: {
    name: 'Service',
    shape: 'box',
    family: 'compute',
    glyph: 'M2.5 2.5h11v4.5h-11zM2.5 9h11v4.5h-11zM5 4.75h.1M5 11.25h.1M8 4.75h3M8 11.25h3',
  },
  function: {
    name: 'Function',
    shape: 'box',
    family: 'compute',
    glyph: 'M4 13.5 7.8 5.8M5 2.5h.8c.9 0 1.4.4 1.8 1.4l3.2 8.2c.4 1 .9 1.4 1.8 1.4h.4',
  },
  worker: {
    name: 'Worker',
    shape: 'box',
    family: 'compute',
    glyph:
      'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6M8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2M3.4 3.4l1.4 1.4M11.2 11.2l1.4 1.4M12.6 3.4l-1.4 1.4M4.8 11.2l-1.4 1.4',
  },
  store: { name: 'Store', shape: 'cylinder', family: 'state' },
  cache: { name: 'Cache', shape: 'cylinder', family: 'state', dashed: true, glyph: 'M9 1.5 3.5 9H8l-1 5.5L12.5 7H8z' },
  queue: {
    name: 'Queue',
    shape: 'pipe',
    family: 'messaging',
    glyph: 'M1.5 5h3.4v6H1.5zM6.3 5h3.4v6H6.3zM11.1 5h3.4v6h-3.4z',
  },
  topic: {
    name: 'Topic',
    shape: 'pipe',
    family: 'messaging',
    glyph: 'M2 8h11M5 8l6.2-4.6M5 8l6.2 4.6M9 2.6l2.6.5-.4 2.5M11 5.8 13.3 8 11 10.2M11.2 10.4l.4 2.5-2.6.5',
  },
  log: {
    name: 'Log',
    shape: 'pipe',
    family: 'messaging',
    glyph: 'M2.5 4h.1M2.5 8h.1M2.5 12h.1M5.5 4h8M5.5 8h8M5.5 12h5',
  },
  consensus: {
    name: 'Consensus group',
    shape: 'hexagon',
    family: 'coordination',
    glyph:
      'M8 2a1.8 1.8 0 1 0 0 3.6A1.8 1.8 0 0 0 8 2M3.6 10.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6M12.4 10.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6M7.1 5.6l-2.6 4.7M8.9 5.6l2.6 4.7M5.6 12h4.8',
  },
  external: {
    name: 'External system',
    shape: 'box',
    family: 'outside',
    glyph: 'M9.5 2.5h4v4M13.5 2.5l-6 6M11.5 9.5v4h-9v-9h4',
  },
  system: { name: 'System', shape: 'container', family: 'group' },
  boundary: {
    name: 'Trust boundary',
    shape: 'frame',
    family: 'group',
    dashed: true,
    glyph: 'M8 1.8l5 1.8v4c0 3.1-2 5.3-5 6.6-3-1.3-5-3.5-5-6.6v-4z',
  },
  region: {
    name: 'Region',
    shape: 'container',
    family: 'place',
    glyph:
      'M8 1.8a4.6 4.6 0 0 0-4.6 4.6c0 3.3 4.6 7.8 4.6 7.8s4.6-4.5 4.6-7.8A4.6 4.6 0 0 0 8 1.8M8 4.8a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2',
  },
  zone: { name: 'Zone', shape: 'container', family: 'place', glyph: 'M2.5 13.5v-8L8 2l5.5 3.5v8zM6.5 13.5V9.5h3v4' },
  rack: {
    name: 'Rack',
    shape: 'container',
    family: 'place',
    glyph: 'M3.5 1.8h9v12.4h-9zM3.5 6h9M3.5 10h9M5.5 4h.1M5.5 8h.1M5.5 12h.1',
  },
  site: { name: 'Data centre', shape: 'container', family: 'place', glyph: 'M2.5 13.5v-8L8 2l5.5 3.5v8zM5 8h6M5 11h6' },
  edge: {
    name: 'Edge location',
    shape: 'container',
    family: 'place',
    glyph: 'M8 1.8v4M8 10.2v4M1.8 8h4M10.2 8h4M8 5.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4',
  },
  element: { name: 'Element', shape: 'plain', family: 'outside' },
};

export const glyphSize = 16;

const capHeight = 7;
const endWidth = 9;
const notch = 16;
const head = 15;
const shoulder = 25;
const shoulderRadius = 24;

const cornerRadii: Readonly<Record<Shape, number>> = {
  box: 8,
  plain: 2,
  person: 12,
  cylinder: 0,
  pipe: 0,
  hexagon: 0,
  container: 12,
  frame: 12,
};

export interface Insets {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** Room between a shape's bounding box and its text. */
export function insets(shape: Shape): Insets {
  switch (shape) {
    case 'cylinder':
      return { top: 2 * capHeight + 8, right: 16, bottom: capHeight + 10, left: 16 };
    case 'pipe':
      return { top: 12, right: 2 * endWidth + 10, bottom: 12, left: endWidth + 12 };
    case 'hexagon':
      return { top: 12, right: notch + 10, bottom: 12, left: notch + 10 };
    case 'person':
      return { top: 2 * head + 8, right: 20, bottom: 12, left: 20 };
    default:
      return { top: 12, right: 16, bottom: 12, left: 14 };
  }
}

/** How close to a corner of the bounding box an edge may arrive. */
export function cornerRoom(shape: Shape): number {
  return shape === 'hexagon' ? notch + 4 : 14;
}

/** How far an ellipse with these half axes falls behind its bounding box, `offset` away from its centre. */
function ellipseGap(offset: number, along: number, across: number): number {
  const share = Math.min(1, Math.abs(offset) / along);
  return across * (1 - Math.sqrt(1 - share * share));
}

function cornerGap(position: number, length: number, radius: number): number {
  const distance = Math.min(position, length - position);
  return distance >= radius ? 0 : ellipseGap(radius - Math.max(0, distance), radius, radius);
}

/** How far inside its bounding box a shape's outline is, at a position along one side: where an arrowhead must go on to. */
export function outlineGap(shape: Shape, size: Size, side: Side, position: number): number {
  const upright = side === 'north' || side === 'south';
  const length = upright ? size.width : size.height;
  const offset = position - length / 2;
  switch (shape) {
    case 'cylinder':
      return upright ? ellipseGap(offset, length / 2, capHeight) : 0;
    case 'pipe':
      return upright ? 0 : ellipseGap(offset, length / 2, endWidth);
    case 'hexagon':
      return upright
        ? (Math.max(0, notch - Math.min(position, length - position)) / notch) * (size.height / 2)
        : notch * (Math.abs(offset) / (length / 2));
    case 'person':
      if (side === 'north') {
        const behind = shoulder + cornerGap(position, length, shoulderRadius);
        return Math.abs(offset) < head ? Math.min(behind, ellipseGap(offset, head, head)) : behind;
      }
      if (!upright && position < shoulder) return size.width / 2 - head + ellipseGap(position - head, head, head);
      return cornerGap(
        upright ? position : position - shoulder,
        upright ? length : length - shoulder,
        cornerRadii.person,
      );
    default:
      return cornerGap(position, length, cornerRadii[shape]);
  }
}

/** A rectangle with rounded corners; those at the top may be rounder. */
function rounded(x: number, y: number, width: number, height: number, radius: number, topRadius = radius): string {
  const r = Math.min(radius, width / 2, height / 2);
  const t = Math.min(topRadius, width / 2, height - r);
  const [right, bottom] = [round(x + width), round(y + height)];
  const turn = (corner: number, toX: number, toY: number): string =>
    `A${corner} ${corner} 0 0 1 ${round(toX)} ${round(toY)}`;
  return [
    `M${round(x + t)} ${round(y)}H${round(right - t)}`,
    `${turn(t, right, y + t)}V${round(bottom - r)}`,
    `${turn(r, right - r, bottom)}H${round(x + r)}`,
    `${turn(r, x, bottom - r)}V${round(y + t)}`,
    `${turn(t, x + t, y)}z`,
  ].join('');
}

/** Path data: the filled outline, and a line drawn over it where the shape has one. */
export function outline(shape: Shape, box: Box): { readonly body: string; readonly over?: string } {
  const { x, y, width, height } = box;
  const [right, bottom] = [round(x + width), round(y + height)];
  const half = round(width / 2);
  const tall = round(height / 2);
  switch (shape) {
    case 'cylinder': {
      const cap = capHeight;
      const [top, foot] = [round(y + cap), round(bottom - cap)];
      return {
        body: `M${round(x)} ${top}a${half} ${cap} 0 0 1 ${width} 0V${foot}a${half} ${cap} 0 0 1 ${-width} 0z`,
        over: `M${round(x)} ${top}a${half} ${cap} 0 0 0 ${width} 0`,
      };
    }
    case 'pipe': {
      const end = endWidth;
      const [near, far] = [round(x + end), round(right - end)];
      return {
        body: `M${near} ${round(y)}H${far}a${end} ${tall} 0 0 1 0 ${height}H${near}a${end} ${tall} 0 0 1 0 ${-height}z`,
        over: `M${far} ${round(y)}a${end} ${tall} 0 0 0 0 ${height}`,
      };
    }
    case 'hexagon': {
      const [near, far, middle] = [round(x + notch), round(right - notch), round(y + tall)];
      return { body: `M${near} ${round(y)}H${far}L${right} ${middle} ${far} ${bottom}H${near}L${round(x)} ${middle}z` };
    }
    case 'person': {
      const body = rounded(x, y + shoulder, width, height - shoulder, cornerRadii.person, shoulderRadius);
      const [left, neck] = [round(x + width / 2 - head), round(y + head)];
      return {
        body,
        over: `M${left} ${neck}a${head} ${head} 0 1 1 ${2 * head} 0a${head} ${head} 0 1 1 ${-2 * head} 0z`,
      };
    }
    default:
      return { body: rounded(x, y, width, height, cornerRadii[shape]) };
  }
}

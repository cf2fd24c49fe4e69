/**
 * A space-time diagram of an execution as one self-contained SVG: a line for each process, messages as arrows, failures
 * drawn, the step that breaks the promise marked. Steps carry `data-step`, processes the `data-id` of what they stand for.
 */
import type { Event, Step, Trace } from '../executions/trace.ts';
import { faces } from './faces.ts';
import { round } from './geometry.ts';
import { classes, element, escape, textElement } from './markup.ts';
import { gutter, headerLeading, layoutSpaceTime, type Arrow, type Row, type SpaceTime } from './space-time-layout.ts';
import { spaceTimeRules } from './space-time-style.ts';
import type { SvgOptions } from './svg.ts';
import { measure, wrap } from './text.ts';
import { styleSheet, themeClass } from './theme.ts';

export interface SpaceTimeOptions extends Pick<SvgOptions, 'theme' | 'heading' | 'nonce'> {
  /** Each step's sentence beside it, unless `false`. */
  readonly sentences?: boolean;
}

const margin = 24;

export function renderSpaceTime(trace: Trace, options: SpaceTimeOptions = {}): string {
  const theme = options.theme ?? 'auto';
  const laid = layoutSpaceTime(trace, options.sentences !== false);
  const heading = options.heading === false ? { markup: '', height: 0 } : drawHeading(trace, laid.width);
  const full = { width: Math.ceil(laid.width) + 2 * margin, height: laid.height + heading.height + 2 * margin };
  return `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: classes('faultline', 'fl-space-time', themeClass(theme)),
      viewBox: `0 0 ${full.width} ${full.height}`,
      ...full,
      role: 'graphics-document document',
      'aria-roledescription': 'space-time diagram',
    },
    '\n',
    element('title', {}, escape(trace.title) || 'Execution'),
    element('desc', {}, escape(trace.conclusion)),
    '\n',
    element('style', { nonce: options.nonce }, styleSheet(theme, spaceTimeRules)),
    '\n',
    element('rect', { class: 'fl-canvas', ...full }),
    heading.markup === '' ? '' : element('g', { transform: `translate(${margin} ${margin})` }, heading.markup),
    element(
      'g',
      { class: 'fl-picture', transform: `translate(${margin} ${margin + heading.height})` },
      '\n',
      [
        ...drawBands(laid),
        ...laid.rows.map((row, index) => drawGround(row, index, laid)),
        ...drawLanes(laid),
        ...laid.arrows.map((arrow) =>
          element('g', { class: 'fl-arrow', 'data-since': arrow.sent }, drawArrow(arrow, laid.rows)),
        ),
        ...laid.rows.map((row, index) => drawStep(row, index, laid)),
      ].join('\n'),
      '\n',
    ),
    '\n',
  )}\n`;
}

function drawHeading({ title, conclusion }: Trace, width: number): { markup: string; height: number } {
  const { heading, subheading } = faces;
  const titles = wrap(title, width, heading.size, heading.strong, 2);
  const lines = wrap(conclusion, width, subheading.size, subheading.strong, 3);
  const below = titles.length * 26;
  return {
    markup: [
      ...titles.map((line, i) => textElement(0, 20 + i * 26, 'heading', line)),
      ...lines.map((line, i) => textElement(0, below + 14 + i * 19, 'subheading', line)),
    ].join(''),
    height: below + lines.length * 19 + 18,
  };
}

/** The mark of a broken promise, behind everything that happens. */
function drawGround({ step, top, height }: Row, index: number, { width }: SpaceTime): string {
  if (step.violates !== true) return '';
  return element('rect', {
    class: 'fl-violation',
    'data-since': index,
    x: 0.5,
    y: top + 1,
    width: width - 1,
    height: height - 2,
    rx: 6,
  });
}

function drawBands({ bands, height }: SpaceTime): string[] {
  return bands.map(({ place, left, right }) => {
    const band = { class: 'fl-band', x: left, y: 0, width: right - left, height: height - 4, rx: 8 };
    // Its name without the kind that an id begins with.
    const [line = ''] = wrap(
      place.replace(/^\w+:/, ''),
      right - left - 12,
      faces.caption.size,
      faces.caption.strong,
      1,
    );
    return element('rect', band) + textElement(round((left + right) / 2), 16, 'caption', line, true);
  });
}

function drawLanes(laid: SpaceTime): string[] {
  const { lanes, laneWidth, bands, headerHeight, stretches, calls, cuts, rows } = laid;
  const boxTop = bands.length > 0 ? 24 : 2;
  return [
    ...stretches.map(({ x, from, to, is }) =>
      element('path', { class: classes('fl-lane', is !== 'up' && `fl-${is}`), d: `M${x} ${from}V${to}` }),
    ),
    ...calls.map(({ x, from, to, since }) =>
      element('rect', { class: 'fl-call', 'data-since': since, x: x - 4, y: from, width: 8, height: to - from, rx: 3 }),
    ),
    ...cuts.map(({ from, to }) => {
      const [start, end] = [rows[from]?.y ?? 0, rows[to]?.y ?? 0];
      return element('rect', {
        class: 'fl-cut-bar',
        x: gutter - 8,
        y: start,
        width: 3,
        height: Math.max(3, end - start),
      });
    }),
    ...lanes.map(({ process, x, header }) => {
      const box = { x: x - laneWidth / 2 + 10, y: boxTop, width: laneWidth - 20, height: headerHeight - boxTop - 6 };
      const first = boxTop + (box.height - (header.length - 1) * headerLeading) / 2 + 4.5;
      return element(
        'g',
        {
          class: 'fl-process',
          ...(process.entity !== undefined && { 'data-id': process.entity, tabindex: 0, role: 'graphics-symbol' }),
        },
        element('title', {}, escape(`${roleNames[process.role]}: ${process.name}`)),
        element('rect', { class: `fl-head-box fl-${process.role}`, ...box, rx: process.role === 'client' ? 14 : 5 }),
        ...header.map((line, i) => textElement(x, round(first + i * headerLeading), 'label', line, true)),
      );
    }),
  ];
}

const roleNames = {
  client: 'Client',
  node: 'Node',
  cache: 'Cache',
  lock: 'Lock service',
  coordinator: 'Coordinator',
} as const;

/** How far a lost message gets. */
const lostShare = 0.6;

function drawArrow({ sent, received, from, to }: Arrow, rows: readonly Row[]): string {
  const start = rows[sent]?.y ?? 0;
  const direction = Math.sign(to - from);
  if (direction === 0) return '';
  const isLost = received === undefined;
  const y = isLost ? start + 14 : (rows[received]?.y ?? start);
  const x = isLost ? from + (to - from) * lostShare : to - direction * 5;
  const angle = Math.atan2(y - start, x - from);
  const corner = (turn: number): string =>
    `${round(x - 9 * Math.cos(angle + turn))} ${round(y - 9 * Math.sin(angle + turn))}`;
  const route = element('path', {
    class: classes('fl-message', isLost && 'fl-lost'),
    d: `M${from} ${start}L${round(x)} ${y}`,
  });
  if (isLost) return route + cross(x, y);
  return route + element('path', { class: 'fl-message-tip', d: `M${corner(-0.42)}L${round(x)} ${y}L${corner(0.42)}z` });
}

const cross = (x: number, y: number, reach = 5): string =>
  element('path', {
    class: 'fl-event fl-bad',
    d: `M${round(x - reach)} ${round(y - reach)}l${2 * reach} ${2 * reach}m${-2 * reach} 0l${2 * reach} ${-2 * reach}`,
  });

function drawStep(row: Row, index: number, laid: SpaceTime): string {
  const { step, top, height, y, sentence } = row;
  return element(
    'g',
    {
      class: classes('fl-step', step.violates === true && 'fl-violates'),
      'data-step': index,
      role: 'graphics-symbol',
      tabindex: 0,
    },
    element('title', {}, escape(`${index + 1}. ${step.sentence}`)),
    element('rect', { class: 'fl-hit', x: 1, y: top + 1, width: laid.width - 2, height: height - 2, rx: 6 }),
    textElement(16, round(y + 4), 'detail', String(index + 1), true),
    drawEvent(step, y, laid),
    ...sentence.map((line, i) => textElement(laid.sentences + 4, round(y + 4 + i * 16), 'subtitle', line)),
  );
}

function drawEvent({ event, violates }: Step, y: number, laid: SpaceTime): string {
  if (event.kind === 'heal') return across('fl-heal', y, laid) + label(gutter, 1, y - 9, 'healed', laid);
  if (event.kind === 'cut') return drawCut(event, y, laid);
  const x = laid.lanes.find(({ process }) => process.name === event.at)?.x ?? gutter;
  switch (event.kind) {
    case 'invoke':
      return element('circle', { class: 'fl-start', cx: x, cy: y, r: 5 }) + label(x, 1, y, event.text, laid);
    case 'acknowledge':
      return (
        (violates === true ? cross(x, y, 6) : element('circle', { class: 'fl-done', cx: x, cy: y, r: 5.5 })) +
        label(x, 1, y, event.text, laid)
      );
    case 'send': {
      const target = laid.lanes.find(({ process }) => process.name === event.to)?.x ?? x;
      return (
        element('circle', { class: 'fl-dot', cx: x, cy: y, r: 3 }) +
        label(x, target < x ? -1 : 1, y - 9, event.text, laid)
      );
    }
    case 'receive':
      return element('circle', { class: 'fl-dot', cx: x, cy: y, r: 3.5 });
    case 'local':
      return (
        element('rect', { class: 'fl-square', x: x - 4.5, y: y - 4.5, width: 9, height: 9, rx: 1.5 }) +
        label(x, 1, y, event.text, laid)
      );
    case 'crash':
      return cross(x, y, 7) + label(x, 1, y, event.losesDisk === true ? 'crashes, disk lost' : 'crashes', laid);
    case 'restart':
      return (
        element('path', { class: 'fl-event fl-calm', d: `M${x - 5} ${y - 6}l11 6l-11 6z` }) +
        label(x, 1, y, event.losesDisk === true ? 'starts again, empty' : 'starts again', laid)
      );
    case 'pause':
      return (
        element('path', { class: 'fl-event fl-calm', d: `M${x - 4} ${y - 6}v12M${x + 4} ${y - 6}v12` }) +
        label(x, 1, y, 'pauses', laid)
      );
    case 'resume':
      return (
        element('path', { class: 'fl-event fl-calm', d: `M${x - 5} ${y - 6}l11 6l-11 6z` }) +
        label(x, 1, y, 'goes on', laid)
      );
  }
}

const across = (kind: string, y: number, { sentences, laneWidth }: SpaceTime): string =>
  element('path', { class: kind, d: `M${gutter} ${y}H${sentences - laneWidth / 2}` });

/** Who is on which side of a cut: ticks up on one, down on the other. */
function drawCut({ from, to, oneWay }: Extract<Event, { kind: 'cut' }>, y: number, laid: SpaceTime): string {
  const ticks = laid.lanes.map(({ process, x }) => {
    const side = from.includes(process.name) ? -9 : to.includes(process.name) ? 9 : undefined;
    return side === undefined
      ? ''
      : element('path', { class: 'fl-event fl-bad', d: `M${x - 8} ${y}h16M${x} ${y}v${side}` });
  });
  return across('fl-cut', y, laid) + ticks.join('') + label(gutter, 1, y - 9, oneWay ? 'cut, one way' : 'cut', laid);
}

/** What is written beside a mark, right or left of it, on ground of its own so that lines behind do not disturb. */
function label(x: number, side: 1 | -1, y: number, text: string, { laneWidth }: SpaceTime): string {
  const { size, strong } = faces.note;
  const [line = ''] = wrap(text, laneWidth - 26, size, strong, 1);
  if (line === '') return '';
  const width = measure(line, size, strong);
  const left = round(side === 1 ? x + 12 : x - 12 - width);
  return (
    element('rect', { class: 'fl-ground', x: left - 2, y: round(y - 7), width: width + 4, height: 14, rx: 3 }) +
    textElement(left, round(y + 4), 'note', line)
  );
}

/**
 * Where everything of a space-time diagram lies: a lane for each process, a row for each step, time downwards (Lamport,
 * Time, Clocks, and the Ordering of Events, 1978). Pure geometry in pixels. O(steps × processes).
 */
import type { Event, Process, Step, Trace } from '../executions/trace.ts';
import { faces } from './faces.ts';
import { measure, wrap } from './text.ts';

export interface Lane {
  readonly process: Process;
  /** Of its line. */
  readonly x: number;
  readonly header: readonly string[];
}

/** Lanes that stand in one place, side by side. */
export interface Band {
  readonly place: string;
  readonly left: number;
  readonly right: number;
}

export interface Row {
  readonly step: Step;
  readonly top: number;
  readonly height: number;
  /** Of what happens. */
  readonly y: number;
  readonly sentence: readonly string[];
}

/** A stretch of a line during which a process is as it is. */
export interface Stretch {
  readonly x: number;
  readonly from: number;
  readonly to: number;
  readonly is: 'up' | 'paused' | 'down';
}

export interface Arrow {
  /** The rows at which it leaves and arrives; nothing where it is lost. */
  readonly sent: number;
  readonly received: number | undefined;
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export interface SpaceTime {
  readonly lanes: readonly Lane[];
  readonly laneWidth: number;
  readonly bands: readonly Band[];
  readonly headerHeight: number;
  readonly rows: readonly Row[];
  readonly stretches: readonly Stretch[];
  /** From the call of a client to its answer. */
  readonly calls: readonly { readonly x: number; readonly from: number; readonly to: number; readonly since: number }[];
  readonly arrows: readonly Arrow[];
  /** During which rows a cut lasts. */
  readonly cuts: readonly { readonly from: number; readonly to: number }[];
  /** Where the sentences begin; where they end the picture does. */
  readonly sentences: number;
  readonly width: number;
  readonly height: number;
}

/** Room for the numbers of the steps. */
export const gutter = 44;
const narrowest = 150;
const widest = 190;
const sentenceWidth = 330;
const sentenceLeading = 16;
const rowHeight = 34;
export const headerLeading = 17;
const bandHeight = 24;

/** Those of one place side by side, places in the order of their first process. */
function inPlaces(processes: readonly Process[]): Process[] {
  const first = (process: Process): number =>
    process.place === undefined
      ? processes.indexOf(process)
      : processes.findIndex(({ place }) => place === process.place);
  return processes.toSorted((a, b) => first(a) - first(b));
}

function bandsOf(lanes: readonly Lane[], laneWidth: number): Band[] {
  const bands: Band[] = [];
  for (const { process, x } of lanes) {
    if (process.place === undefined) continue;
    const [left, right] = [x - laneWidth / 2 + 5, x + laneWidth / 2 - 5];
    const last = bands.at(-1);
    if (last?.place === process.place) bands[bands.length - 1] = { ...last, right };
    else bands.push({ place: process.place, left, right });
  }
  return bands;
}

function laneWidthOf(processes: readonly Process[]): number {
  const { size, strong } = faces.label;
  const longest = Math.max(0, ...processes.map(({ name }) => measure(name, size, strong)));
  return Math.min(widest, Math.max(narrowest, Math.ceil(longest / 2) + 40));
}

/** @param withSentences whether each step's sentence stands beside it. */
export function layoutSpaceTime(trace: Trace, withSentences: boolean): SpaceTime {
  const processes = inPlaces(trace.processes);
  const laneWidth = laneWidthOf(processes);
  const { size, strong } = faces.label;
  const lanes = processes.map((process, i) => ({
    process,
    x: gutter + (i + 0.5) * laneWidth,
    header: wrap(process.name, laneWidth - 24, size, strong, 3),
  }));
  const bands = bandsOf(lanes, laneWidth);
  const headerHeight =
    (bands.length > 0 ? bandHeight : 0) + Math.max(1, ...lanes.map(({ header }) => header.length)) * headerLeading + 22;
  // What is written right of the last line has half a lane more.
  const sentences = gutter + (lanes.length + 0.5) * laneWidth;
  const rows: Row[] = [];
  let top = headerHeight + 6;
  for (const step of trace.steps) {
    const sentence = withSentences ? wrap(step.sentence, sentenceWidth, faces.subtitle.size, false, 4) : [];
    const height = Math.max(rowHeight, sentence.length * sentenceLeading + 14);
    rows.push({ step, top, height, y: top + rowHeight / 2 + 3, sentence });
    top += height;
  }
  const height = top + 12;
  const xOf = (name: string): number => lanes.find(({ process }) => process.name === name)?.x ?? gutter;
  return {
    lanes,
    laneWidth,
    bands,
    headerHeight,
    rows,
    stretches: lanes.flatMap(({ process, x }) => stretchesOf(process.name, x, rows, headerHeight, height)),
    calls: callsOf(rows, xOf),
    arrows: arrowsOf(rows, xOf),
    cuts: cutsOf(trace.steps),
    sentences,
    width: withSentences ? sentences + sentenceWidth + 12 : sentences,
    height,
  };
}

const becomes: Readonly<Partial<Record<Event['kind'], Stretch['is']>>> = {
  crash: 'down',
  restart: 'up',
  pause: 'paused',
  resume: 'up',
};

function stretchesOf(name: string, x: number, rows: readonly Row[], start: number, end: number): Stretch[] {
  const stretches: Stretch[] = [];
  let current: Stretch = { x, from: start, to: end, is: 'up' };
  for (const { step, y } of rows) {
    const { event } = step;
    const is = becomes[event.kind];
    if (is === undefined || !('at' in event) || event.at !== name) continue;
    stretches.push({ ...current, to: y });
    current = { x, from: y, to: end, is };
  }
  return [...stretches, current];
}

function callsOf(rows: readonly Row[], xOf: (name: string) => number): SpaceTime['calls'] {
  const open = new Map<string, { from: number; since: number }>();
  const calls: { x: number; from: number; to: number; since: number }[] = [];
  for (const [since, { step, y }] of rows.entries()) {
    const { event } = step;
    if (event.kind === 'invoke') open.set(event.at, { from: y, since });
    if (event.kind !== 'acknowledge') continue;
    const call = open.get(event.at);
    if (call) calls.push({ ...call, x: xOf(event.at), to: y });
    open.delete(event.at);
  }
  return calls;
}

function arrowsOf(rows: readonly Row[], xOf: (name: string) => number): Arrow[] {
  return rows.flatMap(({ step }, sent) => {
    const { event } = step;
    if (event.kind !== 'send') return [];
    const received = rows.flatMap(({ step: other }, i) =>
      i > sent && other.event.kind === 'receive' && other.event.message === event.message ? [i] : [],
    );
    const arrow = { sent, from: xOf(event.at), to: xOf(event.to), text: event.text };
    // One that is delivered twice arrives twice.
    return (received.length > 0 ? received : [undefined]).map((at) => ({ ...arrow, received: at }));
  });
}

function cutsOf(steps: readonly Step[]): SpaceTime['cuts'] {
  const starts = steps.flatMap(({ event }, i) => (event.kind === 'cut' ? [i] : []));
  return starts.map((from) => {
    const healed = steps.findIndex(({ event }, i) => i > from && event.kind === 'heal');
    return { from, to: healed === -1 ? steps.length - 1 : healed };
  });
}

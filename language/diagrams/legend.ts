/** The key to the picture: only what occurs in it. */
import { severities } from '../model/finding.ts';
import { crossingOf, markSize, type Crossing } from './content.ts';
import { HEAT_STEPS, nodeKinds } from './graph.ts';
import type { LaidOut } from './layout.ts';
import { faces } from './faces.ts';
import { element, textElement } from './markup.ts';
import { badge, glyph, kindClasses, line, lineClasses, mark, shape, type LineStyle } from './parts.ts';
import { glyphSize, looks } from './shapes.ts';
import { measure } from './text.ts';

interface Entry {
  readonly text: string;
  /** Width of what is drawn left of the text. */
  readonly lead: number;
  /** Draws it with its vertical middle at `y`. */
  draw(x: number, y: number): string;
}

const rowHeight = 26;
const captionWidth = 74;
const captionGap = 18;
const entryGap = 22;
const leadGap = 8;

/** Shapes are drawn at this size and scaled down, so that they look as they do in the picture. */
const sample = { width: 64, height: 46 };
const sampleScale = 0.44;

function kinds({ nodes }: LaidOut): Entry[] {
  const present = new Set(nodes.map(({ node }) => node.kind));
  return nodeKinds
    .filter((kind) => present.has(kind))
    .map((kind) => ({
      text: looks[kind].name,
      lead: sample.width * sampleScale,
      draw: (x, y) => {
        const size = glyphSize * 1.7;
        const person = looks[kind].shape === 'person';
        const box = person ? { x: 10, y: -4, width: 44, height: 54 } : { x: 0, y: 0, ...sample };
        const at = {
          x: (sample.width - size) / 2,
          y: (sample.height - size) / 2 + (looks[kind].shape === 'cylinder' ? 5 : 0),
        };
        return element(
          'g',
          {
            class: `fl-swatch ${kindClasses(kind)}`,
            transform: `translate(${x} ${y - (sample.height * sampleScale) / 2}) scale(${sampleScale})`,
          },
          shape(kind, box),
          glyph(kind, at, 1.7),
        );
      },
    }));
}

function flow(text: string, style: LineStyle): Entry {
  return {
    text,
    lead: 36,
    draw: (x, y) =>
      element(
        'g',
        { class: lineClasses(style) },
        line(
          [
            { x, y },
            { x: x + 36, y },
          ],
          style,
        ),
      ),
  };
}

function flows({ edges }: LaidOut): Entry[] {
  const all = edges.map(({ edge }) => edge).filter((edge) => edge.network !== true);
  const plain = { asynchronous: false, soft: false, plaintext: false };
  return [
    ...(all.some((edge) => !edge.asynchronous) ? [flow('Synchronous', plain)] : []),
    ...(all.some((edge) => edge.asynchronous) ? [flow('Asynchronous', { ...plain, asynchronous: true })] : []),
    ...(all.some((edge) => edge.soft) ? [flow('Soft dependency', { ...plain, soft: true })] : []),
    ...(all.length < edges.length ? [flow('Network, round-trip time', { ...plain, network: true })] : []),
  ];
}

const crossingNames: Readonly<Record<Crossing, string>> = {
  encrypted: 'Crosses a trust boundary, encrypted',
  plaintext: 'Crosses a trust boundary, not encrypted',
  unknown: 'Crosses a trust boundary, encryption not stated',
};

function crossings({ edges }: LaidOut): Entry[] {
  const present = new Set(edges.map(({ edge }) => crossingOf(edge)));
  return (['encrypted', 'plaintext', 'unknown'] as const)
    .filter((crossing) => present.has(crossing))
    .map((crossing) => ({
      text: crossingNames[crossing],
      lead: markSize,
      draw: (x, y) => mark(crossing, { x, y: y - markSize / 2 }),
    }));
}

const severityNames = { error: 'Error', warning: 'Warning', info: 'Note', hint: 'Hint' } as const;

function findings({ nodes, edges }: LaidOut): Entry[] {
  const occurs = (severity: (typeof severities)[number]): boolean =>
    nodes.some(({ node }) => (node.findings?.[severity] ?? 0) > 0) ||
    edges.some(({ edge }) => edge.severity === severity);
  return severities.filter(occurs).map((severity) => ({
    text: severityNames[severity],
    lead: 22,
    draw: (x, y) => badge({ severity, text: '', width: 22 }, { x, y: y - 9 }),
  }));
}

function heats({ heatOf, nodes }: LaidOut): Entry[] {
  if (heatOf === undefined || nodes.every(({ node }) => node.heat === undefined)) return [];
  const swatch = { width: 22, height: 14 };
  return Array.from({ length: HEAT_STEPS }, (_, step): Entry => ({
    text: step === 0 ? 'least' : step === HEAT_STEPS - 1 ? 'most' : '',
    lead: swatch.width,
    draw: (x, y) =>
      element(
        'g',
        { class: `fl-swatch fl-element fl-heat-${step}` },
        element('rect', { class: 'fl-shape', x, y: y - swatch.height / 2, ...swatch, rx: 3 }),
      ),
  }));
}

function classNames({ classes: of, nodes, edges }: LaidOut): Entry[] {
  const used = new Set([...nodes.map(({ node }) => node.class), ...edges.map(({ edge }) => edge.class)]);
  const swatch = { width: 22, height: 14 };
  return (of?.names ?? []).flatMap((text, index): Entry[] =>
    used.has(index)
      ? [
          {
            text,
            lead: swatch.width,
            draw: (x, y) =>
              element(
                'g',
                { class: `fl-swatch fl-class-${index}` },
                element('rect', { class: 'fl-shape', x, y: y - swatch.height / 2, ...swatch, rx: 3 }),
              ),
          },
        ]
      : [],
  );
}

export interface Drawn {
  readonly markup: string;
  readonly height: number;
}

/** Rows of at most `width`; nothing at all where there is nothing to explain. */
export function legend(laid: LaidOut, width: number, left: number, top: number): Drawn {
  const sections = [
    { caption: 'Elements', entries: kinds(laid) },
    { caption: 'Flows', entries: flows(laid) },
    { caption: 'Trust', entries: crossings(laid) },
    { caption: 'Findings', entries: findings(laid) },
    { caption: laid.heatOf ?? '', entries: heats(laid) },
    { caption: laid.classes?.of ?? '', entries: classNames(laid) },
  ].filter(({ entries }) => entries.length > 0);
  if (sections.length === 0) return { markup: '', height: 0 };

  const start = Math.max(
    captionWidth,
    ...sections.map(({ caption }) => measure(caption, faces.caption.size, faces.caption.strong) + captionGap),
  );
  const parts: string[] = [element('path', { class: 'fl-rule', d: `M${left} ${top}h${width}` })];
  let y = top + 22;
  for (const { caption, entries } of sections) {
    parts.push(textElement(left, y + 4, 'caption', caption));
    let x = start;
    for (const entry of entries) {
      const needed = entry.lead + leadGap + measure(entry.text, faces.key.size);
      if (x > start && x + needed > width) {
        x = start;
        y += rowHeight;
      }
      parts.push(entry.draw(left + x, y), textElement(left + x + entry.lead + leadGap, y + 4, 'key', entry.text));
      x += needed + entryGap;
    }
    y += rowHeight;
  }
  return {
    markup: element('g', { class: 'fl-legend', role: 'group' }, '<title>Legend</title>', ...parts),
    height: y - top - 10,
  };
}

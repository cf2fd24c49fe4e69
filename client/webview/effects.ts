/**
 * Shows in the drawing what becomes of what it shows: a class and a tag with words at each node and flow, the same words for
 * assistive technology. Changes nothing of the layout, and takes back all that it did. O(nodes + effects).
 */
import type { WhatIfEffects } from '../../server/protocol.ts';

const namespace = 'http://www.w3.org/2000/svg';
const tagHeight = 17;
const padding = 6;

/** Each kind has a sign of its own, so that it can be told without its colour. */
export const signs = {
  stops: '✕',
  loses: '⚠',
  divided: '◐',
  stale: '↺',
  breaks: '!',
  interrupted: '…',
  degraded: '▾',
  open: '?',
} as const;

export function paintEffects(
  svg: SVGSVGElement,
  effects: readonly WhatIfEffects[],
  words: Readonly<Record<string, string>>,
): void {
  clear(svg);
  svg.classList.toggle('what-if', effects.length > 0);
  for (const { id, effects: own } of effects) {
    const [worst] = own;
    if (!worst) continue;
    for (const shown of partsOf(svg, id)) {
      shown.classList.add('fx', `fx-${worst.kind}`);
      describe(shown, own.map(({ text }) => text.replaceAll('`', '')).join(', '));
      if (shown.matches('[tabindex]')) tag(shown, `${signs[worst.kind]} ${words[worst.kind] ?? ''}`, worst.kind);
    }
  }
}

/** An element, and each of its copies where the picture shows them. */
function partsOf(svg: SVGSVGElement, id: string): SVGGraphicsElement[] {
  const own = CSS.escape(id);
  return [...svg.querySelectorAll<SVGGraphicsElement>(`[data-id="${own}"], [data-id^="${own} in "]`)];
}

function clear(svg: SVGSVGElement): void {
  for (const shown of svg.querySelectorAll('.fx')) {
    shown.classList.remove('fx', ...Object.keys(signs).map((kind) => `fx-${kind}`));
    shown.removeAttribute('aria-description');
  }
  for (const old of svg.querySelectorAll('.fx-tag')) old.remove();
}

function describe(shown: Element, text: string): void {
  shown.setAttribute('aria-description', text);
}

/** At the upper right corner of a node, in the middle of a flow. */
function tag(shown: SVGGraphicsElement, text: string, kind: string): void {
  const group = document.createElementNS(namespace, 'g');
  group.setAttribute('class', `fx-tag fx-tag-${kind}`);
  group.setAttribute('aria-hidden', 'true');
  const label = document.createElementNS(namespace, 'text');
  label.textContent = text;
  const ground = document.createElementNS(namespace, 'rect');
  group.append(ground, label);
  shown.append(group);
  const width = label.getComputedTextLength() + 2 * padding;
  const at = anchor(shown, width);
  ground.setAttribute('x', String(at.x));
  ground.setAttribute('y', String(at.y));
  ground.setAttribute('width', String(width));
  ground.setAttribute('height', String(tagHeight));
  ground.setAttribute('rx', '4');
  label.setAttribute('x', String(at.x + padding));
  label.setAttribute('y', String(at.y + tagHeight - 5));
}

function anchor(shown: SVGGraphicsElement, width: number): { readonly x: number; readonly y: number } {
  const route = shown.querySelector<SVGPathElement>('.fl-route');
  if (route) {
    const { x, y } = route.getPointAtLength(route.getTotalLength() / 2);
    const label = shown.querySelector<SVGGraphicsElement>(':scope > rect')?.getBBox();
    return label
      ? { x: label.x + (label.width - width) / 2, y: label.y - tagHeight }
      : { x: x - width / 2, y: y - tagHeight / 2 };
  }
  const box = shown.querySelector<SVGGraphicsElement>('.fl-shape')?.getBBox() ?? shown.getBBox();
  return { x: box.x + box.width - width + padding, y: box.y - tagHeight / 2 };
}

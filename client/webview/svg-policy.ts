/**
 * What an SVG from the server may contain before it becomes part of the page.
 *
 * Invariant: an allow-list. Names in a diagram come from the user's files, so a renderer that forgot to escape one
 * must not be able to bring in a script, a link to elsewhere or a style outside the page's policy.
 */

const elements = new Set([
  ...['svg', 'g', 'defs', 'symbol', 'use', 'title', 'desc', 'style', 'text', 'tspan'],
  ...['path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon'],
  ...['marker', 'clipPath', 'mask', 'pattern', 'linearGradient', 'radialGradient', 'stop'],
  ...['filter', 'feDropShadow', 'feGaussianBlur', 'feOffset', 'feFlood', 'feComposite', 'feMerge', 'feMergeNode'],
]);

export const isAllowedElement = (localName: string): boolean => elements.has(localName);

/** `name` without its prefix. Inline styles would fall to the page's policy anyway: better a clear error here. */
export function isAllowedAttribute(localName: string, value: string): boolean {
  const name = localName.toLowerCase();
  if (name.startsWith('on') || name === 'style' || name === 'nonce') return false;
  if (name === 'href' || name === 'src') return value.trim().startsWith('#');
  return isLocal(value);
}

/** Rules of a `style` element: nothing that loads. */
export const isAllowedStyle = (css: string): boolean => !/@import|expression\s*\(|\\/i.test(css) && isLocal(css);

/** Every `url(…)` points into the drawing itself. */
const isLocal = (text: string): boolean =>
  [...text.matchAll(/url\s*\(\s*["']?\s*(.)/gi)].every((match) => match[1] === '#');

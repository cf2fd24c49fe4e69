import { isAllowedAttribute, isAllowedElement, isAllowedStyle } from './svg-policy.ts';
import type { Box } from './viewport.ts';

const svgNamespace = 'http://www.w3.org/2000/svg';
const fallbackBox: Box = { x: 0, y: 0, width: 400, height: 300 };

/**
 * Parses the server's SVG and hands back its root, owned by this page. Style elements get the page's nonce.
 * Throws when it is not well-formed or contains anything that the policy does not allow.
 */
export function readSvg(text: string, nonce: string): SVGSVGElement {
  // Before parsing, because the page's policy already holds for the parsed document. A second nonce is a parse error.
  const admitted = text.replaceAll(/<style\b/g, `<style nonce="${nonce}"`);
  const parsed = new DOMParser().parseFromString(admitted, 'image/svg+xml');
  const root = parsed.documentElement;
  if (parsed.querySelector('parsererror') !== null || !(root instanceof SVGSVGElement)) {
    throw new Error('The picture is not well-formed.');
  }
  for (const element of [root, ...root.querySelectorAll('*')]) check(element);
  return document.adoptNode(root);
}

function check(element: Element): void {
  const { localName, namespaceURI } = element;
  if (namespaceURI !== svgNamespace || !isAllowedElement(localName)) {
    throw new Error(`The picture contains an element that is not allowed: ${element.nodeName}.`);
  }
  if (localName === 'style' && !isAllowedStyle(element.textContent)) {
    throw new Error('The picture contains a style that is not allowed.');
  }
  for (const attribute of element.attributes) {
    const isNonce = localName === 'style' && attribute.localName === 'nonce';
    if (!isNonce && !isAllowedAttribute(attribute.localName, attribute.value)) {
      throw new Error(`The picture contains an attribute that is not allowed: ${attribute.name}.`);
    }
  }
}

/** The drawing's own extent, before a view box for panning replaces it. */
export function extentOf(svg: SVGSVGElement): Box {
  const { x, y, width, height } = svg.viewBox.baseVal;
  if (width > 0 && height > 0) return { x, y, width, height };
  const size = { width: svg.width.baseVal.value, height: svg.height.baseVal.value };
  return size.width > 0 && size.height > 0 ? { x: 0, y: 0, ...size } : fallbackBox;
}

/** Elements as text. The only place that turns untrusted text into markup, and it escapes all of it. */
import { faces } from './faces.ts';
import type { FaceName } from './faces.ts';
import { clean, naturalWidth } from './text.ts';

export type Attributes = Readonly<Record<string, string | number | undefined>>;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escape(text: string): string {
  return clean(text).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** `content` is markup already: pass text through `escape` (or use `text`). Attribute values are escaped here. */
export function element(name: string, attributes: Attributes, ...content: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => ` ${key}="${escape(String(value))}"`)
    .join('');
  const inner = content.join('');
  return inner === '' ? `<${name}${written}/>` : `<${name}${written}>${inner}</${name}>`;
}

/** A line of text that takes the width it was measured with, whichever font draws it; nothing for no text. */
export function textElement(x: number, y: number, face: FaceName, text: string, centred = false): string {
  const drawn = clean(text);
  if (drawn === '') return '';
  const { size, strong } = faces[face];
  return element(
    'text',
    {
      class: `fl-${face}`,
      x,
      y,
      'text-anchor': centred ? 'middle' : undefined,
      textLength: naturalWidth(drawn, size, strong),
      lengthAdjust: 'spacingAndGlyphs',
    },
    escape(text),
  );
}

/** Class names from parts, those that do not apply left out. */
export function classes(...names: readonly (string | false | undefined)[]): string {
  return names.filter((name): name is string => typeof name === 'string' && name !== '').join(' ');
}

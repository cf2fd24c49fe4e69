/** The renderer's SVG as a tree. */
import { SaxesParser } from 'saxes';

export interface SvgElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly classes: ReadonlySet<string>;
  readonly children: SvgElement[];
  text: string;
}

const elementOf = (name: string, attributes: Readonly<Record<string, string>>): SvgElement => ({
  name,
  attributes: new Map(Object.entries(attributes)),
  classes: new Set((attributes['class'] ?? '').split(' ')),
  children: [],
  text: '',
});

/** @throws where it is not well-formed. */
export function svgTree(source: string): SvgElement {
  const root = elementOf('', {});
  const open = [root];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    const element = elementOf(name, attributes);
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  parser.on('text', (text) => {
    const top = open.at(-1);
    if (top) top.text += text;
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(source).close();
  const [svg] = root.children;
  if (!svg) throw new Error('A picture without an element');
  return svg;
}

/** A strict reading of the XML that a picture may use: throws at the first thing that is not well-formed. */

export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

const names: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function decode(text: string): string {
  if (!/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u.test(text))
    throw new Error(`A character that XML forbids in ${text}`);
  if (/[<>]/.test(text)) throw new Error(`A bare bracket in ${text}`);
  return text.replace(/&([^;\s]*);?/g, (whole, name: string) => {
    const character = names[name];
    if (character === undefined || !whole.endsWith(';')) throw new Error(`The entity ${whole}`);
    return character;
  });
}

function attributesOf(source: string): Map<string, string> {
  const found = new Map<string, string>();
  const rest = source.replace(/\s+([a-zA-Z-]+)="([^"]*)"/g, (_, key: string, value: string) => {
    if (found.has(key)) throw new Error(`Two attributes ${key}`);
    found.set(key, decode(value));
    return '';
  });
  if (rest.trim() !== '') throw new Error(`The attributes ${source}`);
  return found;
}

export function parseXml(source: string): XmlElement {
  const root: XmlElement = { name: '', attributes: new Map(), children: [], text: '' };
  const open = [root];
  const tokens = /<(\/?)([a-zA-Z][a-zA-Z-]*)((?:\s+[a-zA-Z-]+="[^"]*")*)\s*(\/?)>|([^<]+)|(<)/gu;
  for (const [whole, closing, name = '', attributes = '', empty, text] of source.matchAll(tokens)) {
    const top = open.at(-1) ?? root;
    if (text !== undefined) {
      top.text += decode(text);
    } else if (name === '') {
      throw new Error(`A stray bracket in ${whole}`);
    } else if (closing === '/') {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes nothing`);
    } else {
      const element: XmlElement = { name, attributes: attributesOf(attributes), children: [], text: '' };
      top.children.push(element);
      if (empty !== '/') open.push(element);
    }
  }
  const [svg] = root.children;
  if (open.length !== 1 || root.children.length !== 1 || !svg || root.text.trim() !== '')
    throw new Error('Not one closed element');
  return svg;
}

export function* elements(root: XmlElement): Generator<XmlElement> {
  yield root;
  for (const child of root.children) yield* elements(child);
}

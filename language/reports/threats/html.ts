/** The document as one HTML page that loads nothing, with pictures as SVG. */
import type { Block, Form } from './document.ts';

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}' +
  'table{border-collapse:collapse}td,th{border:1px solid #d0d7de;padding:.25rem .5rem;text-align:left}' +
  'code{background:#eff1f3;padding:0 .2em}svg{max-width:100%;height:auto}';

export const html: Form = {
  title: (title) =>
    `<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n` +
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">\n` +
    `<title>Threat model: ${escaped(title)}</title>\n<style>${STYLE}</style>\n<h1>Threat model: ${escaped(title)}</h1>\n`,
  end: '</html>\n',
  write,
};

function write(block: Block): string {
  if ('heading' in block) return `<h${String(block.level)}>${marked(block.heading)}</h${String(block.level)}>`;
  if ('text' in block) return `<p>${marked(block.text)}</p>`;
  if ('list' in block) return `<ul>\n${block.list.map((item) => `<li>${marked(item)}</li>`).join('\n')}\n</ul>`;
  if ('picture' in block) return `<figure>${block.picture.replace(/^<\?xml[^>]*\?>\s*/, '')}</figure>`;
  const row = (cells: readonly string[], cell: string): string =>
    `<tr>${cells.map((text) => `<${cell}>${marked(text)}</${cell}>`).join('')}</tr>`;
  return `<table>\n${[row(block.head, 'th'), ...block.rows.map((cells) => row(cells, 'td'))].join('\n')}\n</table>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string =>
  text.replace(/\s+/g, ' ').replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
/** Backquotes mark names. */
const marked = (text: string): string => escaped(text).replace(/`([^`]*)`/g, '<code>$1</code>');

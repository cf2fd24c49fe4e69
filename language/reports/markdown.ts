/** The few pieces of Markdown that pages are put together from. */

export const page = (...parts: readonly (string | undefined)[]): string =>
  `${parts.filter((part) => part !== undefined && part !== '').join('\n\n')}\n`;

export const code = (text: string): string => `\`${text}\``;
export const linkTo = (text: string, target: string): string => `[${text}](${target})`;

/** Text that stands for itself: nothing in it is taken for Markdown or HTML. */
export const escaped = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>|~&]|^#|^[-+](?= )/g, (sign) => (sign === '<' ? '&lt;' : sign === '&' ? '&amp;' : `\\${sign}`))
    .replace(/^(\d+)([.)]) /, '$1\\$2 ');

/** Text for a cell of a table. */
export const cell = (text: string): string => text.replace(/(?<!\\)\|/g, '\\|').replaceAll('\n', ' ');

/** Columns are aligned, as formatters of Markdown would do. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const width = head.map((title, column) => Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[], filler = ' '): string =>
    `| ${cells.map((text, column) => text.padEnd(width[column] ?? 0, filler)).join(' | ')} |`;
  return [
    line(head),
    line(
      head.map(() => '-'),
      '-',
    ),
    ...rows.map((row) => line(row)),
  ].join('\n');
}

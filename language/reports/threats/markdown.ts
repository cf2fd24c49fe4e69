/** The document in Markdown, with pictures as Mermaid. Text of the model cannot end a region, a table or a link. */
import { table } from '../markdown.ts';
import type { Form } from './document.ts';

export const markdown: Form = {
  title: (title) => `# Threat model: ${escaped(title)}\n\nText between the marked regions is kept.\n\n`,
  end: '',
  write(block) {
    if ('heading' in block) return `${'#'.repeat(block.level)} ${escaped(block.heading)}\n`;
    if ('text' in block) return `${escaped(block.text)}\n`;
    if ('list' in block) return `${block.list.map((item) => `- ${escaped(item)}`).join('\n')}\n`;
    if ('picture' in block) return `\`\`\`mermaid\n${block.picture.trimEnd()}\n\`\`\`\n`;
    return `${table(
      block.head,
      block.rows.map((row) => row.map(escaped)),
    )}\n`;
  },
};

/** Backquotes stay: they mark names. Line ends cannot begin a block of their own. */
const escaped = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\*_[\]]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');

/** Mermaid has a file of its own: it needs a global window, by which others would take this for a browser. */
import { JSDOM } from 'jsdom';
import { beforeAll, describe, expect, it } from 'vitest';
import { graphs, write } from './exported.ts';

describe('mermaid', () => {
  let parse: (text: string) => Promise<unknown>;
  beforeAll(async () => {
    // Mermaid cleans texts with a DOM, also where it only parses.
    const { window } = new JSDOM();
    Object.assign(globalThis, { window, document: window.document });
    const { default: mermaid } = await import('mermaid');
    parse = (text) => mermaid.parse(text);
  }, 60_000);

  it.each(graphs)('$name', async ({ graph }) => {
    await expect(parse(await write('mermaid', graph))).resolves.toMatchObject({ diagramType: 'flowchart-v2' });
  });
});

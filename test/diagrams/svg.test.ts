import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createElk } from '../../language/diagrams/elk.ts';
import type { DiagramGraph } from '../../language/diagrams/graph.ts';
import { layoutGraph } from '../../language/diagrams/layout.ts';
import { renderSvg } from '../../language/diagrams/svg.ts';
import { themes } from '../../language/diagrams/theme.ts';
import { edge, named, samples } from './samples.ts';
import { elements, parseXml } from './xml.ts';
import { runs } from '../support/properties.ts';

const elk = createElk();

async function draw(graph: DiagramGraph, options: Parameters<typeof renderSvg>[1] = {}): Promise<string> {
  return renderSvg(await layoutGraph(graph, elk), options);
}

describe('the text of a picture', () => {
  it.each(named)('$name: well-formed, self-contained, without script or style attribute', async ({ graph }) => {
    for (const theme of themes) {
      const source = await draw(graph, { theme });
      for (const { name: tag, attributes } of elements(parseXml(source))) {
        expect(['svg', 'g', 'path', 'rect', 'text', 'title', 'desc', 'style']).toContain(tag);
        for (const key of attributes.keys()) expect(key).not.toMatch(/^(style|href|src|on)/);
      }
      expect(source).not.toMatch(/url\(|@import|NaN|undefined|Infinity/);
    }
  });

  it.each(named)('$name: each line takes the width that it was measured with, whatever the font', async ({ graph }) => {
    for (const { name: tag, attributes } of elements(parseXml(await draw(graph)))) {
      if (tag !== 'text' || attributes.get('class') === 'fl-code') continue;
      expect(Number(attributes.get('textLength'))).toBeGreaterThan(0);
      expect(attributes.get('lengthAdjust')).toBe('spacingAndGlyphs');
    }
  });

  it('any title, id, label or nonce stays text', async () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom(
        '</title><script>alert(1)</script>',
        '"><image href="x"/>',
        ']]>',
        '&#0;',
        '\u0000\ud800',
        '<!--',
        '<?xml?>',
      ),
    );
    await fc.assert(
      fc.asyncProperty(texts, texts, texts, async (title, subtitle, id) => {
        const source = await draw(
          {
            title,
            subtitle,
            nodes: [{ id, kind: 'service', title, subtitle, detail: [title], findings: { error: 1 } }],
            edges: [edge(id, id, { id: title, label: subtitle, detail: title })],
          },
          { nonce: title },
        );
        const tags = [...elements(parseXml(source))].map(({ name }) => name);
        expect(tags).not.toContain('script');
        expect(tags).not.toContain('image');
      }),
      { numRuns: runs(100) },
    );
  });

  it('drops control characters and bidirectional overrides', async () => {
    const source = await draw(samples.awkward);
    expect(source).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
    expect(source).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
  });
});

describe('the parts of a picture', () => {
  it('each element and flow can be found by id, reached by keyboard and read aloud', async () => {
    const svg = parseXml(await draw(samples.payments));
    const reachable = [...elements(svg)].filter(({ attributes }) => attributes.get('tabindex') === '0');
    expect(reachable).toHaveLength(11 + 7);
    for (const part of reachable) {
      expect(part.attributes.get('data-id')).toBeTruthy();
      expect(part.attributes.get('role')).toMatch(/^graphics-/);
      expect(part.children[0]?.name).toBe('title');
    }
    const titles = reachable.map((part) => part.children[0]?.text);
    expect(titles).toContain('Store: Ledger, PostgreSQL, primary eu-west.a · 2 standbys, 1 error, 2 warnings');
    expect(titles).toContain(
      'Settlement worker → Card network: submit, synchronous, https · 5 retries, crosses a trust boundary, not encrypted',
    );
    expect(svg.attributes.get('role')).toBe('graphics-document document');
    expect(svg.children.slice(0, 2).map(({ name, text }) => [name, text])).toEqual([
      ['title', 'Payment platform'],
      ['desc', 'Topology · two regions: Ireland, Stockholm. 8 elements in 3 groups, 7 flows.'],
    ]);
  });

  it('the legend explains what occurs and nothing else', async () => {
    const explained = async (graph: DiagramGraph): Promise<string[]> => {
      const svg = parseXml(await draw(graph));
      const key = [...elements(svg)].find(({ attributes }) => attributes.get('class') === 'fl-legend');
      return [...(key ? elements(key) : [])]
        .filter(({ attributes }) => attributes.get('class') === 'fl-key')
        .map(({ text }) => text);
    };
    expect(await explained(samples.single)).toEqual(['Service']);
    expect(await explained(samples.empty)).toEqual([]);
    expect(await explained(samples.payments)).toEqual([
      'Actor',
      'Service',
      'Worker',
      'Store',
      'Cache',
      'Log',
      'Consensus group',
      'External system',
      'System',
      'Trust boundary',
      'Synchronous',
      'Asynchronous',
      'Soft dependency',
      'Crosses a trust boundary, encrypted',
      'Crosses a trust boundary, not encrypted',
      'Crosses a trust boundary, encryption not stated',
      'Error',
      'Warning',
      'Hint',
    ]);
  });

  it('an empty graph says what to write', async () => {
    expect(await draw(samples.empty)).toContain('Nothing to draw yet');
  });

  it('heading and legend can be left to the host', async () => {
    const source = await draw(samples.payments, { heading: false, legend: false, theme: 'host', nonce: 'abc' });
    expect(source).toContain('<style nonce="abc">');
    expect(source).toContain('--vscode-editor-background');
    expect(source).not.toMatch(/class="fl-(head|legend)"/);
  });

  it('files with a fixed theme need no custom properties', async () => {
    for (const theme of ['light', 'dark'] as const) expect(await draw(samples.shop, { theme })).not.toContain('var(');
  });
});

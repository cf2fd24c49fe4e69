import { describe, expect, it } from 'vitest';
import type { DocumentSymbol } from 'vscode-languageserver';
import { codeActions, placeholderReason } from '../../server/lsp/code-actions.ts';
import { documentSymbols } from '../../server/lsp/document-symbols.ts';
import { foldingRanges } from '../../server/lsp/folding.ts';
import { formatting } from '../../server/lsp/formatting.ts';
import { lineEdits } from '../../server/lsp/line-edits.ts';
import { semanticTokens, semanticTokensLegend } from '../../server/lsp/semantic-tokens.ts';
import { workspaceSymbols } from '../../server/lsp/workspace-symbols.ts';
import type { DiagnosticData } from '../../server/protocol.ts';
import { applied, fixture, inOnePiece, plainActions } from './fixtures.ts';
import type { Fixture } from './fixtures.ts';

describe('document symbols', () => {
  it('are nested, and each has a label', () => {
    const { view, uri } = fixture(`system shop "Shop" {
  service api
  store ledger is postgres
  api -> ledger
  api ~> ledger later
  faults { tolerate: crash of 1 node }
}
extend api { owner: "Ada" }
`);
    const outline = (symbols: readonly DocumentSymbol[]): unknown[] =>
      symbols.map(({ name, detail, children = [] }) => [name, detail, ...outline(children)]);
    expect(outline(documentSymbols(view, uri))).toEqual([
      [
        'shop',
        'system: Shop',
        ['api', 'service'],
        ['ledger', 'store'],
        ['api -> ledger', 'flow'],
        ['later', 'flow'],
        ['faults', 'faults'],
      ],
      ['extend api', 'extend'],
    ]);
  });

  it('keep the selection inside the range, also where a block is open', () => {
    const { view, uri } = fixture('system s {\n  service a {\n    service b\n\nservice c');
    const check = ({ range, selectionRange, children = [] }: DocumentSymbol): void => {
      expect(selectionRange.start.line).toBeGreaterThanOrEqual(range.start.line);
      expect(selectionRange.end.line).toBeLessThanOrEqual(range.end.line);
      children.forEach(check);
    };
    const symbols = documentSymbols(view, uri);
    expect(symbols.map(({ name }) => name)).toEqual(['s', 'c']);
    symbols.forEach(check);
  });
});

describe('workspace symbols', () => {
  it('are found by scattered letters and by title, the closest first', async () => {
    const { view } = fixture('service payment-api "Money"\nservice api\nstore papi');
    const names = async (query: string): Promise<string[]> =>
      (await workspaceSymbols([view], query, inOnePiece)).map(({ name }) => name);
    expect(await names('api')).toEqual(['api', 'papi', 'payment-api']);
    expect(await names('pyapi')).toEqual(['payment-api']);
    expect(await names('money')).toEqual(['payment-api']);
    expect(await names('postgres')).toEqual([]);
  });
});

/** `type:text` of each token, in order. */
function tokens({ view, uri, textOf }: Fixture): string[] {
  const { data } = semanticTokens(view, uri);
  const lines = textOf(uri).split(/\r\n|\n/);
  const found: string[] = [];
  let [line, character] = [0, 0];
  for (let i = 0; i < data.length; i += 5) {
    const [lineStep = 0, step = 0, length = 0, type = 0, modifiers = 0] = data.slice(i, i + 5);
    character = lineStep === 0 ? character + step : step;
    line += lineStep;
    const marks = semanticTokensLegend.tokenModifiers.filter((_, bit) => (modifiers & (1 << bit)) !== 0);
    const text = lines[line]?.slice(character, character + length) ?? '';
    found.push([semanticTokensLegend.tokenTypes[type], ...marks, text].join(':'));
  }
  return found;
}

describe('semantic tokens', () => {
  it('tell kinds, names, keys, words, numbers, units and texts apart', () => {
    const text = `// hello
store ledger "Ledger" is postgres {
  commit: any 1 standby
}
service api
api -> ledger save { deadline: 350ms; idempotent: by "id" }
`;
    expect(tokens(fixture(text))).toEqual([
      'comment:// hello',
      'keyword:store',
      'class:declaration:ledger',
      'string:"Ledger"',
      'keyword:is',
      'type:defaultLibrary:postgres',
      'property:commit',
      'enumMember:any',
      'number:1',
      'enumMember:standby',
      'keyword:service',
      'class:declaration:api',
      'class:api',
      'operator:->',
      'class:ledger',
      'function:declaration:save',
      'property:deadline',
      'number:350',
      'unit:ms',
      'property:idempotent',
      'enumMember:by',
      'string:"id"',
    ]);
  });

  it('are on one line each, and count as the editor does', () => {
    expect(tokens(fixture('/* one\r\n   two 🦊 */ service a // 🦊\r\nservice b'))).toEqual([
      'comment:/* one',
      'comment:   two 🦊 */',
      'keyword:service',
      'class:declaration:a',
      'comment:// 🦊',
      'keyword:service',
      'class:declaration:b',
    ]);
  });
});

it('folds blocks and comments', () => {
  const { view, uri } = fixture(`// one
// two

/* a
   b */
system s {
  service a { owner: "x" }
  service b {
    owner: "y"
  }
}
`);
  expect(foldingRanges(view, uri)).toEqual([
    { startLine: 5, endLine: 9 },
    { startLine: 7, endLine: 8 },
    { startLine: 0, endLine: 1, kind: 'comment' },
    { startLine: 3, endLine: 4, kind: 'comment' },
  ]);
});

describe('code actions', () => {
  const support = plainActions;
  const actionsIn = (text: string, only?: string[]) => {
    const all = fixture(text);
    const range = { start: all.position, end: all.position };
    return { ...all, actions: codeActions(all.view, all.uri, range, only ? { only } : {}, support) };
  };

  it('mend, suppress with a reason, and explain', () => {
    const { actions, textOf, uri } = actionsIn('service a {\n  owne$0r2: "x"\n}\n');
    expect(actions.map(({ title, isPreferred }) => [title, isPreferred])).toEqual([
      ['Change to `owner`', true],
      ['Suppress language/unknown-key here, with a reason', undefined],
      ['Explain language/unknown-key', undefined],
    ]);
    const [fix, suppress, explain] = actions;
    expect(applied(textOf(uri), fix?.edit?.changes?.[uri] ?? [])).toBe('service a {\n  owner: "x"\n}\n');
    expect(applied(textOf(uri), suppress?.edit?.changes?.[uri] ?? [])).toBe(
      `service a {\n  // faultline-ignore language/unknown-key -- ${placeholderReason}\n  owner2: "x"\n}\n`,
    );
    expect(explain?.command?.command).toBe('faultline.explainFinding');
    expect(explain?.command?.arguments).toEqual([(explain?.diagnostics?.[0]?.data as DiagnosticData).id]);
  });

  it('leave a suppressed finding suppressed', () => {
    const { actions, textOf, uri, project } = actionsIn('service a {\n  owne$0r2: "x"\n}\n');
    project.setDocument(uri, applied(textOf(uri), actions[1]?.edit?.changes?.[uri] ?? []));
    expect(project.findings().filter(({ rule }) => rule === 'language/unknown-key')).toEqual([]);
  });

  it('keep the line ends of the text', () => {
    const { actions, uri } = actionsIn('service a {\r\n  owne$0r2: "x"\r\n}\r\n');
    expect(actions[1]?.edit?.changes?.[uri]?.[0]?.newText).toMatch(/\r\n$/);
  });

  it('are only about what was asked for', () => {
    expect(actionsIn('service a {\n  owne$0r2: "x"\n}\n', ['source.organizeImports']).actions).toEqual([]);
    expect(actionsIn('service $0a {\n  owner2: "x"\n}\n').actions.filter((a) => a.title.startsWith('Change'))).toEqual(
      [],
    );
  });
});

describe('formatting', () => {
  it('edits the lines that differ and no other', () => {
    const { view, uri, textOf } = fixture('service a {\n      owner: "x"\n}\nservice b {\n  owner: "y"\n}\n');
    const edits = formatting(view, uri);
    expect(edits).toHaveLength(1);
    expect(edits[0]?.range).toEqual({ start: { line: 1, character: 0 }, end: { line: 2, character: 0 } });
    expect(applied(textOf(uri), edits)).toBe('service a {\n  owner: "x"\n}\nservice b {\n  owner: "y"\n}\n');
  });

  it('makes one text into the other, whatever they are', () => {
    const lines = ['a\n', 'b\r\n', '\n', 'c\n', ''];
    let seed = 7;
    const next = (below: number): number => (seed = (seed * 48271) % 2147483647) % below;
    const text = (): string =>
      Array.from({ length: next(8) }, () => lines[next(lines.length)]).join('') + 'x'.repeat(next(2));
    for (let i = 0; i < 500; i++) {
      const [before, after] = [text(), text()];
      expect(applied(before, lineEdits(before, after))).toBe(after);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { codeLenses, resolveCodeLens } from '../../server/lsp/code-lens.ts';
import type { LensData } from '../../server/lsp/code-lens.ts';
import { settingsOf } from '../../server/lsp/settings.ts';
import type { ShowReferences } from '../../server/protocol.ts';
import { fixture } from './fixtures.ts';

/** `name: title` of each lens. */
function lenses(text: string, settings: unknown = {}): string[] {
  const { view, uri, at } = fixture(text);
  return codeLenses(view, uri, settingsOf(settings)).map(({ range, data }) => {
    const { title } = resolveCodeLens(view, data as LensData, range.start);
    return `${at(range)}: ${title}`;
  });
}

describe('code lenses', () => {
  it('count the places where something is named, in all files', () => {
    const text = '// file: a.arch\nservice a$0\nservice b\n// file: b.arch\na -> b\nextend a { owner: "x" }\n';
    expect(lenses(text, { codeLens: { findings: false } })).toEqual(['a: 2 references', 'b: 1 reference']);
    expect(lenses('service lonely', { codeLens: { findings: false } })).toEqual([]);
  });

  it('lead to the places', () => {
    const { view, uri, at } = fixture('service a\nservice b\na -> b');
    const [lens] = codeLenses(view, uri, settingsOf({}));
    if (!lens) throw new Error('a lens');
    const command = resolveCodeLens(view, lens.data as LensData, lens.range.start);
    const [argument] = command.arguments as [ShowReferences];
    expect(command.command).toBe('faultline.showReferences');
    expect(argument.position).toEqual({ line: 0, character: 8 });
    expect(argument.locations.map(({ range }) => [range.start.line, at(range)])).toEqual([[2, 'a']]);
  });

  it('count findings and lead to the explanation of the gravest', () => {
    const text = 'service a\nservice b\na -> b w { retries: 2; idempotent: no }\n';
    const { view, uri } = fixture(text);
    const lens = codeLenses(view, uri, settingsOf({})).find(({ data }) => (data as LensData).kind === 'findings');
    if (!lens) throw new Error('a lens');
    const command = resolveCodeLens(view, lens.data as LensData, lens.range.start);
    expect(command.title).toMatch(/^\d+ findings?$/);
    expect(view.findings().map(({ id }) => id)).toContain(command.arguments?.[0]);
  });

  it('say of a decision and a scenario what it says of itself', () => {
    const text = `decision d {
  status: accepted on 2026-01-02
  option one { service x }
  option two { service y }
  chosen: two
}
decision open { option one { service z } }
scenario s { expect: d available }
`;
    const found = lenses(text, { codeLens: { references: false, findings: false } });
    expect(found).toEqual([
      'd: accepted, drifted: 1 difference · chosen: two · 2 options',
      'open: open · 1 option · 1 would change the model',
      's: 1 expectation · ? 1 unknown: d available',
    ]);
  });

  it.each([
    ['status: accepted on 2026-01-02; chosen: near', 'accepted as written · chosen: near · 2 options'],
    ['status: accepted on 2026-01-02; chosen: far', 'accepted, drifted: 1 difference · chosen: far · 2 options'],
    ['status: proposed; chosen: far', 'proposed · chosen: far · 2 options · 1 would change the model'],
    ['status: rejected', 'rejected · 2 options'],
    ['status: accepted on 2026-01-02', 'accepted · 2 options'],
    ['', 'open · 2 options · 1 would change the model'],
  ])('say of `%s` how the decision stands to the model', (keys, state) => {
    const text = `store db { commit: local }
decision d {
  ${keys}
  option near { extend db { commit: local } }
  option far { extend db { commit: majority } }
}
`;
    expect(lenses(text, { codeLens: { references: false, findings: false } })).toEqual([`d: ${state}`]);
  });

  it('say how many expectations of a scenario hold, and which does not', () => {
    const text = `topology { zone a }
store db { replicas: 1 across a }
scenario s {
  fail: a
  expect: db not writable
  expect: db readable
}
`;
    expect(lenses(text, { codeLens: { references: false, findings: false } })).toEqual([
      's: 2 expectations · ✓ 1 passed · ✗ 1 failed: db readable',
    ]);
  });

  it('are switched off one by one', () => {
    expect(lenses('service a', { codeLens: { references: false } })).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from '../../server/lsp/call-hierarchy.ts';
import type { HierarchyItem } from '../../server/lsp/hierarchy-items.ts';
import { prepareTypeHierarchy, subtypes, supertypes } from '../../server/lsp/type-hierarchy.ts';
import { fixture } from './fixtures.ts';

const shop = `// file: a.arch
service web
store ledger
web -> ledger pay
web ~> ledger
operation checkout at web { steps: pay, 2 pay }
operation nightly at web { steps: checkout }
// file: b.arch
service other
other -> ledger
`;

const marked = (word: string, before = ''): string => shop.replace(`${before}${word}`, `${before}${word}$0`);

function calls(text: string): { incoming: unknown[]; outgoing: unknown[] } | undefined {
  const { view, uri, position, at } = fixture(text);
  const [item] = prepareCallHierarchy(view, uri, position) ?? [];
  if (!item) return undefined;
  return {
    incoming: incomingCalls(view, item).map(({ from, fromRanges }) => [
      from.name,
      ...fromRanges.map((range) => at(range, from.uri)),
    ]),
    outgoing: outgoingCalls(view, item).map(({ to, fromRanges }) => [
      to.name,
      ...fromRanges.map((range) => at(range, item.uri)),
    ]),
  };
}

describe('call hierarchy', () => {
  it('leads from an element to its flows', () => {
    expect(calls(marked('ledger', 'store '))).toEqual({
      incoming: [
        ['other -> ledger', 'ledger'],
        ['pay', 'ledger'],
        ['web ~> ledger', 'ledger'],
      ],
      outgoing: [],
    });
    expect(calls(marked('web', 'service '))?.outgoing).toEqual([
      ['pay', 'web'],
      ['web ~> ledger', 'web'],
    ]);
  });

  it('leads from a flow to its ends and to the operations that take it', () => {
    expect(calls(marked('pay', 'ledger '))).toEqual({
      incoming: [
        ['web', 'web'],
        ['checkout', 'pay', 'pay'],
      ],
      outgoing: [['ledger', 'ledger']],
    });
    expect(calls(marked('~>'))?.outgoing).toEqual([['ledger', 'ledger']]);
  });

  it('leads from an operation to its steps and back', () => {
    expect(calls(marked('checkout', 'operation '))).toEqual({
      incoming: [['nightly', 'checkout']],
      outgoing: [['pay', 'pay', 'pay']],
    });
  });

  it('shows no place of a call that stands in another text than its caller', () => {
    const text = '// file: a.arch\nservice a$0\n// file: b.arch\nservice b\na -> b\n';
    expect(calls(text)?.outgoing).toEqual([['a -> b']]);
  });

  it('starts at nothing else', () => {
    expect(calls('da$0ta d')).toBeUndefined();
    expect(calls('// $0\nservice a')).toBeUndefined();
  });
});

describe('type hierarchy', () => {
  const text = `technology base { for: store }
technology derived is base
store s is derived
store t is base
store u is postgres
`;
  const types = (at: string): { up: string[]; down: string[] } | undefined => {
    const { view, uri, position } = fixture(text.replace(at, `${at}$0`));
    const [item] = prepareTypeHierarchy(view, uri, position) ?? [];
    const names = (items: readonly HierarchyItem[]): string[] => items.map(({ name }) => name);
    return item && { up: names(supertypes(view, item)), down: names(subtypes(view, item)) };
  };

  it('leads from a technology to what it builds on, what builds on it, and what is of it', () => {
    expect(types('technology base')).toEqual({ up: [], down: ['derived', 't'] });
    expect(types('technology derived')).toEqual({ up: ['base'], down: ['s'] });
    expect(types('store s is derived')).toEqual({ up: ['base'], down: ['s'] });
    expect(types('store s')).toEqual({ up: ['derived'], down: [] });
  });

  it('leads into the library', () => {
    const { view, uri, position } = fixture('store u$0 is postgres');
    const [item] = prepareTypeHierarchy(view, uri, position) ?? [];
    const [technology] = item ? supertypes(view, item) : [];
    expect(technology?.uri).toMatch(/^faultline-library:/);
    expect(technology && subtypes(view, technology).map(({ name }) => name)).toContain('u');
  });
});

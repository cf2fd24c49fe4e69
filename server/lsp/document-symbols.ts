/** The declarations of a document, one inside the other. */
import { SymbolKind } from 'vscode-languageserver';
import type { DocumentSymbol } from 'vscode-languageserver';
import type { Declared } from '../../language/model/outline.ts';
import { pathText } from '../../language/syntax/tree.ts';
import type { Span } from '../../language/syntax/tree.ts';
import type { Category } from '../../language/vocabulary/kinds.ts';
import { pageOf, rangeIn } from './view.ts';
import type { View } from './view.ts';

export const symbolKinds: Readonly<Record<Category, SymbolKind>> = {
  element: SymbolKind.Class,
  flow: SymbolKind.Function,
  operation: SymbolKind.Method,
  data: SymbolKind.Struct,
  team: SymbolKind.Constant,
  place: SymbolKind.Namespace,
  technology: SymbolKind.Module,
  decision: SymbolKind.Interface,
  option: SymbolKind.EnumMember,
  scenario: SymbolKind.Event,
  view: SymbolKind.File,
  knob: SymbolKind.Property,
  setting: SymbolKind.EnumMember,
};

export function documentSymbols(view: View, uri: string): DocumentSymbol[] {
  const page = pageOf(view, uri);
  if (!page) return [];
  const { document } = page;
  const roots: DocumentSymbol[] = [];
  const symbols = new Map<Declared, DocumentSymbol>();
  for (const declared of document.outline.declared) {
    const { statement, kind } = declared;
    const title = statement.title?.value;
    const symbol: DocumentSymbol = {
      name: labelOf(declared),
      detail: title === undefined ? kind.name : `${kind.name}: ${title}`,
      kind: kind.category ? symbolKinds[kind.category] : SymbolKind.Object,
      range: rangeIn(document, statement),
      selectionRange: rangeIn(document, selectionOf(declared)),
      children: [],
    };
    symbols.set(declared, symbol);
    const owner = declared.owner && symbols.get(declared.owner);
    (owner?.children ?? roots).push(symbol);
  }
  return roots;
}

/** The name; of what has none, what it connects, else its kind. Never empty, as the protocol demands. */
export function labelOf({ statement, kind, name }: Declared): string {
  const { edge } = statement;
  if (name !== '') return kind.continues ? `${kind.name} ${name}` : name;
  if (!edge) return kind.name;
  return `${pathText(edge.source)} ${edge.arrow.name} ${edge.target ? pathText(edge.target) : '…'}`;
}

export function selectionOf({ statement }: Declared): Span {
  const { edge, name } = statement;
  if (name) return name;
  if (edge) return { start: edge.source.start, end: (edge.target ?? edge.arrow).end };
  return statement.form === 'declaration' ? statement.kind : statement;
}

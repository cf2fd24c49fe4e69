/** The pieces of which completion is made: keys, kinds, names, words and values as items. */
import { CompletionItemKind, InsertTextFormat, MarkupKind } from 'vscode-languageserver';
import type { CompletionItem, Range } from 'vscode-languageserver';
import type { SymbolEntry } from '../../language/model/symbols.ts';
import type { Category } from '../../language/vocabulary/kinds.ts';

export interface CompletionSupport {
  readonly snippets: boolean;
}

/** Groups of items, in the order in which they are offered. */
export type Rank = 'value' | 'key' | 'knob' | 'kind' | 'name' | 'example';
const ranks: readonly Rank[] = ['value', 'key', 'knob', 'kind', 'name', 'example'];

export interface ItemOptions {
  readonly label: string;
  readonly rank: Rank;
  readonly kind: CompletionItemKind;
  readonly range: Range;
  readonly detail?: string | undefined;
  /** Markdown. */
  readonly documentation?: string | undefined;
  /** What is written; the label where absent. */
  readonly text?: string;
  /** The same with places to fill in, where the client can. */
  readonly snippet?: string;
  readonly order?: number;
}

export function item(options: ItemOptions, support: CompletionSupport): CompletionItem {
  const { label, rank, kind, range, detail, documentation, text = label, snippet, order = 0 } = options;
  const isSnippet = support.snippets && snippet !== undefined;
  return {
    label,
    kind,
    sortText: `${String(ranks.indexOf(rank))}${String(order).padStart(3, '0')}${label}`,
    filterText: label,
    textEdit: { range, newText: isSnippet ? snippet : text },
    ...(isSnippet && { insertTextFormat: InsertTextFormat.Snippet }),
    ...(detail !== undefined && { detail }),
    ...(documentation !== undefined && { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
  };
}

const itemKinds: Readonly<Record<Category, CompletionItemKind>> = {
  element: CompletionItemKind.Class,
  flow: CompletionItemKind.Function,
  operation: CompletionItemKind.Method,
  data: CompletionItemKind.Struct,
  team: CompletionItemKind.Constant,
  place: CompletionItemKind.Folder,
  technology: CompletionItemKind.Module,
  decision: CompletionItemKind.Interface,
  option: CompletionItemKind.EnumMember,
  scenario: CompletionItemKind.Event,
  view: CompletionItemKind.File,
  knob: CompletionItemKind.Property,
  setting: CompletionItemKind.EnumMember,
};

export function nameItem(name: string, symbol: SymbolEntry, range: Range, text?: string): ItemOptions {
  const title = symbol.declared.statement.title?.value;
  return {
    label: name,
    rank: 'name',
    kind: itemKinds[symbol.category],
    range,
    detail: title === undefined ? symbol.kind.name : `${symbol.kind.name}: ${title}`,
    documentation: symbol.declared.statement.documentation,
    ...(text !== undefined && { text }),
  };
}

/** Text that must not be read as a snippet's own signs. */
export const plain = (text: string): string => text.replaceAll(/[\\$}]/g, String.raw`\$&`);

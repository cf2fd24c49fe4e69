/** What each word of a document is, for colours: kinds, keys and words of the vocabulary, and names by what they name. */
import { SemanticTokensBuilder } from 'vscode-languageserver';
import type { Range, SemanticTokens } from 'vscode-languageserver';
import type { LinkedDocument } from '../../language/model/linked.ts';
import { lineStartsOf, offsetAt, positionAt } from '../../language/syntax/lines.ts';
import type { Span, Statement, Term } from '../../language/syntax/tree.ts';
import type { Category } from '../../language/vocabulary/kinds.ts';
import { termsOf } from './place.ts';
import { isLibrary } from './uris.ts';
import { pageOf } from './view.ts';
import type { Page, View } from './view.ts';

const tokenTypes = [
  'comment',
  'keyword',
  'property',
  'enumMember',
  'number',
  'unit',
  'string',
  'operator',
  'class',
  'function',
  'method',
  'struct',
  'namespace',
  'type',
  'interface',
] as const;
type TokenType = (typeof tokenTypes)[number];

const tokenModifiers = ['declaration', 'defaultLibrary'] as const;
const DECLARATION = 1 << 0;
const DEFAULT_LIBRARY = 1 << 1;

export const semanticTokensLegend = { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] };

const nameTypes: Readonly<Record<Category, TokenType>> = {
  element: 'class',
  flow: 'function',
  operation: 'method',
  data: 'struct',
  team: 'namespace',
  place: 'namespace',
  technology: 'type',
  decision: 'interface',
  option: 'enumMember',
  scenario: 'interface',
  view: 'interface',
  knob: 'property',
  setting: 'enumMember',
};

interface Token extends Span {
  readonly type: TokenType;
  readonly modifiers: number;
}

/** @param range only tokens that it touches; all where there is none. */
export function semanticTokens(view: View, uri: string, range?: Range): SemanticTokens {
  const page = pageOf(view, uri);
  const builder = new SemanticTokensBuilder();
  if (!page) return builder.build();
  const { tree } = page.document.outline;
  const { lineStarts } = tree;
  const all = tokensOf(view, page);
  const [from, to] = range ? [offsetAt(tree, range.start), offsetAt(tree, range.end)] : [0, tree.length];
  const wanted = all.filter((token) => token.start <= to && from <= token.end);
  for (const { start, end, type, modifiers } of singleLines(wanted, page.text)) {
    const { line, character } = positionAt(lineStarts, start);
    builder.push(line, character, end - start, tokenTypes.indexOf(type), modifiers);
  }
  return builder.build();
}

/** All tokens in the order of the text, none over another. */
function tokensOf(view: View, { document, text }: Page): Token[] {
  const { tree } = document.outline;
  const names = nameTokens(view, document);
  const tokens: Token[] = [...names.values()];
  const add = (span: Span, type: TokenType): void => {
    if (span.end > span.start && !names.has(span.start)) tokens.push({ ...pick(span), type, modifiers: 0 });
  };
  const visit = (statement: Statement): void => {
    if (statement.form === 'property') add(statement.key, 'property');
    else if (statement.form === 'declaration') add(statement.kind, 'keyword');
    const clauseWords = new Set(
      statement.form === 'declaration' || statement.form === 'flow'
        ? statement.clauses.map(({ word }) => word.start)
        : [],
    );
    for (const term of termsOf(statement)) {
      if (clauseWords.has(term.start)) add(term, 'keyword');
      else addTerm(term, text, add, names);
    }
    statement.block?.statements.forEach(visit);
  };
  tree.statements.forEach(visit);
  for (const comment of tree.comments) add(comment, 'comment');
  tokens.sort((a, b) => a.start - b.start);
  return tokens.filter((token, i) => i === 0 || token.start >= (tokens[i - 1]?.end ?? 0));
}

function nameTokens(view: View, document: LinkedDocument): Map<number, Token> {
  const names = new Map<number, Token>();
  for (const use of document.uses) {
    const symbol = view.project.symbols.first(use.id);
    if (!symbol) continue;
    const modifiers = (use.declares ? DECLARATION : 0) | (isLibrary(symbol.uri) ? DEFAULT_LIBRARY : 0);
    names.set(use.start, { ...pick(use), type: nameTypes[symbol.category], modifiers });
  }
  return names;
}

function addTerm(
  term: Term,
  text: string,
  add: (span: Span, type: TokenType) => void,
  names: ReadonlyMap<number, Token>,
): void {
  switch (term.type) {
    case 'path':
      // A word that is no name is one of the vocabulary's.
      if (!term.segments.some(({ start }) => names.has(start))) add(term, 'enumMember');
      return;
    case 'number': {
      const unit = term.end - term.unit.length;
      add({ start: term.start, end: unit }, 'number');
      add({ start: unit, end: term.end }, 'unit');
      return;
    }
    case 'date':
    case 'time':
      add(term, 'number');
      return;
    case 'string':
      add(term, 'string');
      return;
    case 'punctuation':
      if (/^(?:<->|->|~>)$/.test(text.slice(term.start, term.end))) add(term, 'operator');
  }
}

const pick = ({ start, end }: Span): Span => ({ start, end });

/** A token may not reach over a line's end: a comment of several lines is one token each. */
function* singleLines(tokens: readonly Token[], text: string): Iterable<Token> {
  for (const token of tokens) {
    const inner = text.slice(token.start, token.end);
    const starts = lineStartsOf(inner);
    if (starts.length === 1) {
      yield token;
      continue;
    }
    for (const [i, start] of starts.entries()) {
      const line = inner.slice(start, starts[i + 1] ?? inner.length).replace(/[\r\n]+$/, '');
      if (line !== '') yield { ...token, start: token.start + start, end: token.start + start + line.length };
    }
  }
}

/** What in a text leads elsewhere: addresses in texts and comments, and technologies of the bundled library. */
import type { DocumentLink } from 'vscode-languageserver';
import { positionAt } from '../../language/syntax/lines.ts';
import type { Span, Statement } from '../../language/syntax/tree.ts';
import { termsOf } from './place.ts';
import { isLibrary } from './uris.ts';
import { useAt } from './uses.ts';
import { pageOf, rangeIn } from './view.ts';
import type { Page, View } from './view.ts';

export function documentLinks(view: View, uri: string): DocumentLink[] {
  const page = pageOf(view, uri);
  if (!page) return [];
  const { tree } = page.document.outline;
  return [...addresses(page, [...tree.comments, ...strings(tree.statements)]), ...technologies(view, page)];
}

function* strings(statements: readonly Statement[]): Iterable<Span> {
  for (const statement of statements) {
    for (const term of termsOf(statement)) if (term.type === 'string') yield term;
    if (statement.block) yield* strings(statement.block.statements);
  }
}

/** Up to a blank, a quote or a bracket; the sign that ends a sentence is not part of it. */
const ADDRESS = /https?:\/\/[^\s"'<>()[\]{}`]+/g;
const END_OF_SENTENCE = /[.,;:!?…’”]+$/;

function addresses({ document, text }: Page, spans: readonly Span[]): DocumentLink[] {
  return spans.flatMap(({ start, end }) =>
    [...text.slice(start, end).matchAll(ADDRESS)].flatMap((match) => {
      const address = match[0].replace(END_OF_SENTENCE, '');
      if (!URL.canParse(address)) return [];
      const from = start + match.index;
      return [{ range: rangeIn(document, { start: from, end: from + address.length }), target: address }];
    }),
  );
}

function technologies(view: View, { document }: Page): DocumentLink[] {
  return document.outline.declared.flatMap(({ statement }) =>
    statement.clauses.flatMap(({ word, target }) => {
      const use = word.name === 'is' && target ? useAt(document, target.end) : undefined;
      const symbol = use && view.project.symbols.first(use.id);
      const declaring = symbol && isLibrary(symbol.uri) ? view.project.document(symbol.uri) : undefined;
      if (!use || !symbol || !declaring) return [];
      const { start } = symbol.declared.statement.name ?? symbol.declared.statement;
      const { line, character } = positionAt(declaring.outline.tree.lineStarts, start);
      return [
        {
          range: rangeIn(document, use),
          // As editors write a place in a text.
          target: `${symbol.uri}#L${String(line + 1)},${String(character + 1)}`,
          tooltip: `Show ${symbol.declared.statement.title?.value ?? symbol.name} in Faultline’s library`,
        },
      ];
    }),
  );
}

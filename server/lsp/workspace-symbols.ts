/** Declarations of all projects by their names, as fuzzily as people type them. */
import type { SymbolInformation } from 'vscode-languageserver';
import type { SymbolEntry } from '../../language/model/symbols.ts';
import { symbolKinds } from './document-symbols.ts';
import { isLibrary } from './uris.ts';
import { locationIn } from './view.ts';
import type { View } from './view.ts';

/** More are no help to anybody who searches. */
const MOST_SYMBOLS = 256;

export function workspaceSymbols(views: Iterable<View>, query: string): SymbolInformation[] {
  const found: { score: number; symbol: SymbolEntry; view: View }[] = [];
  for (const view of views) {
    view.project.refresh();
    for (const symbol of view.project.symbols.all()) {
      if (isLibrary(symbol.uri)) continue;
      const score = scoreOf(symbol, query);
      if (score !== undefined) found.push({ score, symbol, view });
    }
  }
  return found
    .sort((a, b) => b.score - a.score || (a.symbol.qualified < b.symbol.qualified ? -1 : 1))
    .slice(0, MOST_SYMBOLS)
    .flatMap(({ symbol, view }): SymbolInformation[] => {
      const document = view.project.document(symbol.uri);
      const { statement } = symbol.declared;
      if (!document) return [];
      return [
        {
          name: symbol.name,
          kind: symbolKinds[symbol.category],
          location: locationIn(document, statement.name ?? statement),
          ...(symbol.scope !== '' && { containerName: symbol.scope }),
        },
      ];
    });
}

function scoreOf(symbol: SymbolEntry, query: string): number | undefined {
  const title = symbol.declared.statement.title?.value;
  const scores = [
    scoreText(symbol.name, query),
    scoreText(symbol.qualified, query),
    title === undefined ? undefined : scoreText(title, query),
  ].filter((score) => score !== undefined);
  return scores.length > 0 ? Math.max(...scores) : undefined;
}

/** Higher is closer; nothing where the letters of the query do not occur in their order. */
function scoreText(text: string, query: string): number | undefined {
  const folded = text.toLowerCase();
  const wanted = query.toLowerCase();
  if (folded === wanted) return 4;
  if (folded.startsWith(wanted)) return 3;
  if (folded.includes(wanted)) return 2;
  let at = 0;
  for (const letter of folded) if (letter === wanted[at]) at++;
  return at === wanted.length ? 1 : undefined;
}

/** Declarations of all projects by their names, as fuzzily as people type them. */
import type { SymbolInformation } from 'vscode-languageserver';
import type { SymbolEntry } from '../../language/model/symbols.ts';
import { symbolKinds } from './document-symbols.ts';
import type { LinkedDocument } from '../../language/model/linked.ts';
import { Parts } from './parts.ts';
import type { Stream } from './parts.ts';
import { isLibrary } from './uris.ts';
import { locationIn } from './view.ts';
import type { View } from './view.ts';

/** More are no help to anybody who searches. */
const MOST_SYMBOLS = 256;

/** Whoever is so close to the query is among the best, whatever else is found. */
const CLOSE = 3;

interface Found {
  readonly score: number;
  readonly symbol: SymbolEntry;
  readonly document: LinkedDocument;
}

/** The best, closest first; where the answer is sent in parts, the close ones as they are found, then the best others. */
export async function workspaceSymbols(
  views: Iterable<View>,
  query: string,
  stream: Stream<SymbolInformation>,
): Promise<SymbolInformation[]> {
  const parts = new Parts(stream);
  const found: Found[] = [];
  let early = 0;
  for (const { document, symbol } of symbolsOf(views)) {
    const score = scoreOf(symbol, query);
    if (score === undefined) continue;
    const each = { score, symbol, document };
    if (stream.send && score >= CLOSE && early < MOST_SYMBOLS) {
      early++;
      await parts.add(informationOf(each));
    } else {
      found.push(each);
      await stream.pause();
    }
  }
  const best = found
    .sort((a, b) => b.score - a.score || (a.symbol.qualified < b.symbol.qualified ? -1 : 1))
    .slice(0, MOST_SYMBOLS - early);
  await parts.add(...best.map(informationOf));
  return parts.rest();
}

/** Every symbol with the document that declares it, as they are at this moment. */
function symbolsOf(views: Iterable<View>): { symbol: SymbolEntry; document: LinkedDocument }[] {
  return [...views].flatMap(({ project }) =>
    [...project.allDocuments()]
      .filter(({ uri }) => !isLibrary(uri))
      .flatMap((document) => project.symbols.ofDocument(document.uri).map((symbol) => ({ symbol, document }))),
  );
}

function informationOf({ symbol, document }: Found): SymbolInformation {
  const { statement } = symbol.declared;
  return {
    name: symbol.name,
    kind: symbolKinds[symbol.category],
    location: locationIn(document, statement.name ?? statement),
    ...(symbol.scope !== '' && { containerName: symbol.scope }),
  };
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

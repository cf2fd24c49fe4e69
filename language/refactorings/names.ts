/** What becomes of the names in a text when what they mean gets another qualified name. */
import type { LinkedDocument } from '../model/linked.ts';
import { qualifiedName } from '../model/symbols.ts';
import type { Id } from '../model/symbols.ts';
import { pathText } from '../syntax/tree.ts';
import type { PathTerm, Statement, Term } from '../syntax/tree.ts';
import type { SpanEdit } from './refactoring.ts';

/** Every path of a document that may name something declared elsewhere, in the order of the tree. */
function pathsOf(document: LinkedDocument): PathTerm[] {
  const paths: PathTerm[] = [];
  const declared = new Set(document.uses.filter(({ declares }) => declares).map(({ end }) => end));
  const note = (term: Term | undefined): void => {
    if (term?.type === 'path' && !declared.has(term.end)) paths.push(term);
  };
  const visit = (statement: Statement): void => {
    if (statement.form === 'property') statement.terms.forEach(note);
    else if (statement.form !== 'junk') {
      note(statement.edge?.source);
      note(statement.edge?.target);
      note(statement.name);
      for (const { target } of statement.clauses) note(target);
    }
    statement.block?.statements.forEach(visit);
  };
  document.outline.tree.statements.forEach(visit);
  return paths;
}

/**
 * The qualified name in place of every path that would mean something else.
 * @param before the document as it is; `after` has the same statements, at other offsets.
 * @param renamed what an id becomes.
 */
export function pathsToMend(before: LinkedDocument, after: LinkedDocument, renamed: (id: Id) => Id): SpanEdit[] {
  const [meant, means] = [meanings(before), meanings(after)];
  const paths = pathsOf(after);
  return pathsOf(before).flatMap((path, i): SpanEdit[] => {
    const now = paths[i];
    if (!now || pathText(now) !== pathText(path)) return [];
    // The last word that stands for something: `eu-west.*` means what `eu-west` does.
    const last = path.segments.findLastIndex(({ end }) => meant.has(end));
    const [segment, segmentNow] = [path.segments[last], now.segments[last]];
    const id = segment && meant.get(segment.end);
    if (!segment || !segmentNow || id === undefined || means.get(segmentNow.end) === renamed(id)) return [];
    return [{ uri: before.uri, start: path.start, end: segment.end, newText: qualifiedName(renamed(id)) }];
  });
}

/** What is named, by where the name ends. */
const meanings = ({ uses }: LinkedDocument): Map<number, Id> =>
  new Map(uses.filter(({ declares }) => !declares).map(({ end, id }) => [end, id]));

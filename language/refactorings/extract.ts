/**
 * Neighbouring declarations become the content of a new system or boundary around them. What moves into it gets a longer
 * qualified name; names elsewhere that would no longer find it are written in full.
 */
import type { LinkedDocument } from '../model/linked.ts';
import type { Declared } from '../model/outline.ts';
import { qualifiedName } from '../model/symbols.ts';
import type { Id, SymbolEntry } from '../model/symbols.ts';
import type { Project } from '../project/project.ts';
import { lineAt } from '../syntax/lines.ts';
import type { Span, Tree } from '../syntax/tree.ts';
import { listed } from '../model/wording.ts';
import { changedMeaning } from './meaning.ts';
import { freeName } from './name-flow.ts';
import { pathsToMend } from './names.ts';
import type { Change, Offer, Refactoring, Refusal, Source, SpanEdit } from './refactoring.ts';
import { declaredBy, linesOf, selectedIn } from './selection.ts';
import { lineEndOf, textsAfter } from './texts.ts';
import { trialOf } from './trial.ts';

const WRAPPERS = ['system', 'boundary'] as const;
const INDENT = '  ';

export const extract: Refactoring = (source, selection) => {
  const { project } = source;
  const document = project.document(selection.uri);
  const text = source.textOf(selection.uri);
  if (!document || text === undefined) return [];
  const { tree } = document.outline;
  const { owner, statements } = selectedIn(tree, selection);
  const [first, last] = [statements[0], statements[statements.length - 1]];
  if (!first || !last || selection.start > last.headEnd) return [];
  const declared = statements.map((statement) => declaredBy(document, statement));
  if (!declared.every((each) => each !== undefined)) return [];
  const siblings = owner?.block?.statements ?? tree.statements;
  const lines = linesOf(tree, text, siblings, { start: first.start, end: last.end }, owner);
  if (!lines || !declared.some(({ kind }) => kind.category === 'element')) return [];
  const ownerKind = kindOf(document, declaredBy(document, owner));
  return WRAPPERS.flatMap((wrapper): Offer[] => {
    const within = project.vocabulary.kinds.get(wrapper)?.within ?? [];
    const fits = declared.every(({ kind, overlay }) => !overlay && kind.within.includes(wrapper) && !isSection(kind));
    if (!fits || ownerKind === undefined || !within.includes(ownerKind)) return [];
    const name = freeName(
      `new-${wrapper}`,
      (each) => ![...project.symbols.all()].some((symbol) => symbol.name === each),
    );
    return [
      {
        title: `Extract ${namesOf(declared)} into a new ${wrapper}`,
        kind: 'extract',
        change: () => extracted(source, document, text, { lines, declared, wrapper, name }),
      },
    ];
  });
};

/** What has no name of its own is about what it stands in: it means something else inside the new one. */
const isSection = (kind: Declared['kind']): boolean => kind.naming === 'none' && !kind.connects;

/** The kind of what an owner is, or continues; of the top of a file, the empty one. */
function kindOf({ contributions }: LinkedDocument, owner: Declared | undefined): string | undefined {
  if (!owner) return '';
  for (const list of contributions.values()) for (const each of list) if (each.declared === owner) return each.kind;
  return undefined;
}

/** More names than this are counted. */
const MOST_NAMES = 3;

function namesOf(declared: readonly Declared[]): string {
  const names = declared.filter(({ name, kind }) => name !== '' && !kind.continues).map(({ name }) => `\`${name}\``);
  return names.length > MOST_NAMES ? `${String(names.length)} declarations` : listed(names, 'and');
}

interface Extraction {
  readonly lines: Span;
  readonly declared: readonly Declared[];
  readonly wrapper: string;
  readonly name: string;
}

function extracted(source: Source, document: LinkedDocument, text: string, what: Extraction): Change | Refusal {
  const { project } = source;
  const { uri, outline } = document;
  const { wrapper, name } = what;
  const wrap = wrapping(outline.tree, text, what).map((edit) => ({ uri, ...edit }));
  const renamed = renaming(project, uri, what);
  const first = trialOf(project, textsAfter(source, { edits: wrap, files: [] }));
  const mended = first.concerned.flatMap((concerned) => {
    const [before, after] = [project.document(concerned), first.documents.get(concerned)];
    return before && after ? pathsToMend(before, after, renamed) : [];
  });
  const change: Change = { edits: [...wrap, ...mended], files: [] };
  const trial = mended.length === 0 ? first : trialOf(project, textsAfter(source, change));
  const lost = changedMeaning(source, trial, { renames: true, adds: name });
  return lost === undefined
    ? change
    : { refused: `This cannot be put into a new ${wrapper}: ${lost} Rename what is in the way first.` };
}

function wrapping(tree: Tree, text: string, { lines, wrapper, name }: Extraction): Omit<SpanEdit, 'uri'>[] {
  const lineEnd = lineEndOf(text);
  const margin = /^[ \t]*/.exec(text.slice(lines.start))?.[0] ?? '';
  const insert = (at: number, newText: string): Omit<SpanEdit, 'uri'> => ({ start: at, end: at, newText });
  const head = lineAt(tree.lineStarts, lines.start);
  // One edit for what is put into one place: not every editor keeps the order of several.
  const edits = [insert(lines.start, `${margin}${wrapper} ${name} {${lineEnd}${INDENT}`)];
  const last = lineAt(tree.lineStarts, Math.max(lines.start, lines.end - 1));
  for (let line = head + 1; line <= last; line++) {
    const at = tree.lineStarts[line] ?? text.length;
    if (/^[ \t]*[^\s]/.test(text.slice(at, tree.lineStarts[line + 1]))) edits.push(insert(at, INDENT));
  }
  const isOpen = !/[\r\n]$/.test(text.slice(lines.start, lines.end));
  edits.push(insert(lines.end, `${isOpen ? lineEnd : ''}${margin}}${isOpen ? '' : lineEnd}`));
  return edits;
}

/** What the ids of the names that move become, and of those that they own. */
function renaming({ symbols }: Project, uri: string, { declared, name }: Extraction): (id: Id) => Id {
  const moved = symbols.ofDocument(uri).filter((symbol) => declared.includes(symbol.declared));
  const within = (qualified: string, { qualified: owner, category }: SymbolEntry): boolean =>
    category !== 'flow' && category !== 'operation' && qualified.startsWith(`${owner}.`);
  return (id) => {
    const qualified = qualifiedName(id);
    const by = moved.find((symbol) => symbol.id === id || within(qualified, symbol));
    if (!by) return id;
    const inside = by.scope === '' ? qualified : qualified.slice(by.scope.length + 1);
    return `${id.slice(0, id.indexOf(':'))}:${by.scope === '' ? '' : `${by.scope}.`}${name}.${inside}`;
  };
}

/** A long file becomes several: one for each system and boundary at its top, or one for each kind of thing in it. */
import type { LinkedDocument } from '../model/linked.ts';
import type { Statement } from '../syntax/tree.ts';
import { blockText, checked, fileName, freeUri, moved } from './move.ts';
import type { Change, Offer, Refactoring, Source } from './refactoring.ts';
import { linesOf } from './selection.ts';
import { lineEndOf } from './texts.ts';

/** A shorter file is read at once: nothing is gained by splitting it. About two screens. */
const SPLIT_FROM_LINES = 100;

export const split: Refactoring = (source, { uri }) => {
  const document = source.project.document(uri);
  const text = source.textOf(uri);
  if (!document || text === undefined || document.outline.tree.lineStarts.length < SPLIT_FROM_LINES) return [];
  return [
    ...offer(source, document, text, 'by system and boundary', byElement),
    ...offer(source, document, text, 'by kind of declaration', byKind),
  ];
};

/** What each kind's declarations are called together; the others stay where they are. */
const FILES: Readonly<Record<string, string>> = {
  topology: 'topology',
  faults: 'topology',
  team: 'teams',
  data: 'data',
  decision: 'decisions',
  scenario: 'scenarios',
  accept: 'acceptances',
  view: 'views',
  technology: 'technologies',
};

const byKind = (statement: Statement): string | undefined =>
  statement.form === 'declaration' && Object.hasOwn(FILES, statement.kind.name)
    ? FILES[statement.kind.name]
    : undefined;

const byElement = (statement: Statement): string | undefined =>
  statement.form === 'declaration' && ['system', 'boundary'].includes(statement.kind.name)
    ? statement.name?.segments[0]?.name
    : undefined;

type FileOf = (statement: Statement) => string | undefined;

function offer(source: Source, document: LinkedDocument, text: string, how: string, fileOf: FileOf): Offer[] {
  const { tree } = document.outline;
  const groups = new Map<string, Statement[]>();
  for (const statement of tree.statements) {
    const name = fileOf(statement);
    if (name === undefined || !linesOf(tree, text, tree.statements, statement)) continue;
    const group = groups.get(name);
    if (group) group.push(statement);
    else groups.set(name, [statement]);
  }
  const stays = tree.statements.some((statement) => fileOf(statement) === undefined);
  if (groups.size < 2 && !(groups.size === 1 && stays)) return [];
  return [
    {
      title: `Split \`${fileName(document.uri)}\` ${how}`,
      kind: 'move',
      makesFiles: true,
      change: () => checked(source, divided(source, document, text, groups)),
    },
  ];
}

function divided(
  source: Source,
  { uri, outline }: LinkedDocument,
  text: string,
  groups: ReadonlyMap<string, readonly Statement[]>,
): Change {
  const changes = [...groups].map(([name, statements]) => {
    const pieces = statements.flatMap((statement) => {
      const lines = linesOf(outline.tree, text, outline.tree.statements, statement);
      return lines ? [{ lines, text: blockText(text, lines) }] : [];
    });
    return moved(uri, pieces, { uri: freeUri(source, uri, name), text: undefined }, lineEndOf(text));
  });
  return { edits: changes.flatMap(({ edits }) => edits), files: changes.flatMap(({ files }) => files) };
}

import { offsetAt } from '../../language/syntax/lines.ts';
import { annotated } from './annotated.ts';
import { projectOf } from './project.ts';

/** The id of what the name at `$0` stands for. */
export function findUse(text: string): string | undefined {
  const { files, cursor } = annotated(text);
  if (!cursor) throw new Error('The text has no cursor.');
  const document = projectOf(files).document(cursor.uri);
  if (!document) return undefined;
  const offset = offsetAt(document.outline.tree, cursor);
  return document.uses.find((use) => use.start <= offset && offset < use.end)?.id;
}

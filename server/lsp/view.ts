/** What a provider sees: one project, up to date with what is typed, and the texts behind it. */
import type { Finding, Location } from '../../language/model/finding.ts';
import type { LinkedDocument } from '../../language/model/linked.ts';
import type { Project } from '../../language/project/project.ts';
import { offsetAt, rangeOf } from '../../language/syntax/lines.ts';
import type { Position } from '../../language/model/finding.ts';
import type { Span } from '../../language/syntax/tree.ts';

export interface View {
  readonly project: Project;
  /** The text of a document of the project or of the library. */
  textOf(uri: string): string | undefined;
  /** The findings of the project, computed once for each state of its texts. */
  findings(): readonly Finding[];
}

/** A document as a provider looks at it. */
export interface Page {
  readonly document: LinkedDocument;
  readonly text: string;
}

export function pageOf(view: View, uri: string): Page | undefined {
  const document = view.project.document(uri);
  const text = view.textOf(uri);
  return document && text !== undefined ? { document, text } : undefined;
}

export const offsetIn = ({ document }: Page, position: Position): number => offsetAt(document.outline.tree, position);

export const rangeIn = (document: LinkedDocument, span: Span): Location['range'] =>
  rangeOf(document.outline.tree.lineStarts, span);

export const locationIn = (document: LinkedDocument, span: Span): Location => ({
  uri: document.uri,
  range: rangeIn(document, span),
});

/**
 * Refactorings, keys to be added and all safe fixes as code actions. Where the client asks for an edit only when an action
 * is chosen, it is worked out only then, on the texts as they are by then.
 */
import { CodeActionKind } from 'vscode-languageserver';
import type { CodeAction, Range, SnippetTextEdit } from 'vscode-languageserver';
import { missingKeys } from '../../language/refactorings/missing-key.ts';
import type { MissingKey } from '../../language/refactorings/missing-key.ts';
import { refactorings } from '../../language/refactorings/refactorings.ts';
import type { Offer, RefactoringKind, Selection, SpanEdit } from '../../language/refactorings/refactoring.ts';
import { withSafeFixes } from '../../language/refactorings/safe-fixes.ts';
import type { TextEdit } from '../../language/model/finding.ts';
import { rangeOf } from '../../language/syntax/lines.ts';
import { diagnosticOf } from './diagnostics.ts';
import type { DiagnosticSupport } from './diagnostics.ts';
import { lineEdits } from './line-edits.ts';
import { offsetIn, pageOf } from './view.ts';
import type { Page, View } from './view.ts';
import { workspaceEdit } from './workspace-edit.ts';
import type { EditSupport } from './workspace-edit.ts';

export interface ActionSupport extends DiagnosticSupport, EditSupport {
  /** Edits are asked for when an action is chosen. */
  readonly resolvesEdits: boolean;
  readonly makesFiles: boolean;
  /** Edits may leave the cursor in a placeholder. */
  readonly snippetEdits: boolean;
}

export const fixAllKind = `${CodeActionKind.SourceFixAll}.faultline`;

/** As `source.organizeImports` of languages that have some: on request, or on saving. */
export const organiseKind = `${CodeActionKind.Source}.organize.faultline`;

const kinds: Readonly<Record<RefactoringKind, CodeActionKind>> = {
  extract: CodeActionKind.RefactorExtract,
  inline: CodeActionKind.RefactorInline,
  move: CodeActionKind.RefactorMove,
  organise: organiseKind,
  rewrite: CodeActionKind.RefactorRewrite,
};

/** Whether actions of a kind are asked for. Those of the whole source only where that is said. */
export function isWanted(kind: CodeActionKind, only: readonly CodeActionKind[] | undefined): boolean {
  const isOfSource = kind.startsWith(CodeActionKind.Source);
  if (!only) return !isOfSource;
  return only.some((each) => (each === '' ? !isOfSource : kind === each || kind.startsWith(`${each}.`)));
}

/** What travels with an action until it is chosen. */
interface ActionData {
  readonly uri: string;
  readonly range: Range;
  readonly title: string;
}

const FIX_ALL = 'Fix everything that can be fixed safely';

export function refactoringActions(
  view: View,
  uri: string,
  range: Range,
  only: readonly CodeActionKind[] | undefined,
  support: ActionSupport,
): CodeAction[] {
  const page = pageOf(view, uri);
  if (!page) return [];
  const actions: CodeAction[] = [];
  const selection = selectionOf(page, range);
  if (isWanted(CodeActionKind.QuickFix, only) || isWanted(CodeActionKind.RefactorRewrite, only))
    actions.push(
      ...missingKeys(view, selection)
        .map((missing) => addition(view, page, missing, support))
        .filter(({ kind = '' }) => isWanted(kind, only)),
    );
  if (Object.values(kinds).some((kind) => isWanted(kind, only)))
    for (const offer of refactorings(view, selection))
      if (isWanted(kinds[offer.kind], only) && (support.makesFiles || !offer.makesFiles))
        actions.push({
          title: offer.title,
          kind: kinds[offer.kind],
          data: { uri, range, title: offer.title } satisfies ActionData,
        });
  const isSafelyMended = view.findings().some((each) => each.uri === uri && each.fixes.some(({ safe }) => safe));
  if (isWanted(fixAllKind, only) && isSafelyMended)
    actions.push({ title: FIX_ALL, kind: fixAllKind, data: { uri, range, title: FIX_ALL } satisfies ActionData });
  if (support.resolvesEdits) return actions;
  return actions.flatMap((action) => {
    if (!isActionData(action.data)) return [action];
    const chosen = resolved(view, action, support);
    if ('refused' in chosen) return [];
    const { title, kind, edit } = chosen;
    return [{ title, ...(kind !== undefined && { kind }), ...(edit && { edit }) }];
  });
}

/** The address of the document that an action was offered for. */
export const documentOf = ({ data }: CodeAction): string | undefined => (isActionData(data) ? data.uri : undefined);

/** A chosen action with its edit, or why it cannot be done. */
export function resolved(
  view: View,
  action: CodeAction,
  support: ActionSupport,
): CodeAction | { readonly refused: string } {
  const data: unknown = action.data;
  if (!isActionData(data)) return action;
  const page = pageOf(view, data.uri);
  if (!page) return { refused: 'The document is no longer part of a project.' };
  if (data.title === FIX_ALL) {
    const { text } = page;
    const edits = lineEdits(text, withSafeFixes(view, data.uri, view.findings()) ?? text);
    return {
      ...action,
      edit: workspaceEdit(
        edits.map((edit) => ({ ...edit, uri: data.uri })),
        support,
      ),
    };
  }
  const offer = refactorings(view, selectionOf(page, data.range)).find(({ title }) => title === data.title);
  if (!offer) return { refused: `“${data.title}” is not possible any more: the text has changed. Choose again.` };
  return worked(view, action, offer, support);
}

function worked(
  view: View,
  action: CodeAction,
  offer: Offer,
  support: ActionSupport,
): CodeAction | { readonly refused: string } {
  const change = offer.change();
  if ('refused' in change) return change;
  return {
    ...action,
    edit: workspaceEdit(
      change.edits.flatMap((edit) => located(view, edit)),
      support,
      change.files,
    ),
  };
}

function isActionData(data: unknown): data is ActionData {
  return (
    typeof data === 'object' &&
    data !== null &&
    'uri' in data &&
    'range' in data &&
    'title' in data &&
    typeof data.uri === 'string' &&
    typeof data.title === 'string'
  );
}

function selectionOf(page: Page, { start, end }: Range): Selection {
  return { uri: page.document.uri, start: offsetIn(page, start), end: offsetIn(page, end) };
}

function located(view: View, { uri, start, end, newText }: SpanEdit): TextEdit[] {
  const document = view.project.document(uri);
  return document ? [{ uri, range: rangeOf(document.outline.tree.lineStarts, { start, end }), newText }] : [];
}

function addition(view: View, { document }: Page, missing: MissingKey, support: ActionSupport): CodeAction {
  const { entity, key, example, rules, change } = missing;
  const asking = view
    .findings()
    .find(({ rule, subject, uri }) => rule === 'language/unanswered' && subject === entity && uri === document.uri);
  const edits = change.edits.flatMap((edit) => located(view, edit));
  return {
    title: `Add \`${key}\` for ${rules.map((rule) => `\`${rule}\``).join(', ')}, with an example to write over`,
    kind: asking ? CodeActionKind.QuickFix : CodeActionKind.RefactorRewrite,
    ...(asking && { diagnostics: [diagnosticOf(asking, support)] }),
    edit:
      support.snippetEdits && support.documentChanges
        ? {
            documentChanges: edits.map(({ uri, range, newText }) => ({
              textDocument: { uri, version: support.versionOf(uri) },
              edits: [
                { range, snippet: { kind: 'snippet', value: snippet(newText, example) } } satisfies SnippetTextEdit,
              ],
            })),
          }
        : workspaceEdit(edits, support),
  };
}

/** A text as a snippet in which the example is a placeholder. */
function snippet(text: string, example: string): string {
  const at = text.lastIndexOf(example);
  const plain = (part: string): string => part.replace(/[\\$}]/g, String.raw`\$&`);
  return `${plain(text.slice(0, at))}\${1:${plain(example)}}${plain(text.slice(at + example.length))}`;
}

/** What can be done about findings: their fixes, a comment that suppresses them, and the explanation; and refactorings. */
import { CodeActionKind } from 'vscode-languageserver';
import type { CodeAction, CodeActionContext, Range } from 'vscode-languageserver';
import type { Finding } from '../../language/model/finding.ts';
import { mayHaveExecution } from '../../language/reports/executions.ts';
import { offsetAt } from '../../language/syntax/lines.ts';
import { diagnosticOf } from './diagnostics.ts';
import type { DiagnosticSupport } from './diagnostics.ts';
import { lineStart } from './place.ts';
import { isWanted, refactoringActions } from './refactoring-actions.ts';
import type { ActionSupport } from './refactoring-actions.ts';
import { isConfig } from './uris.ts';
import { pageOf } from './view.ts';
import type { View } from './view.ts';
import { workspaceEdit } from './workspace-edit.ts';

/** The command that shows a finding's explanation; the client brings it. */
export const explainCommand = 'faultline.explainFinding';

/** The command that shows the execution behind a finding, step by step; the client brings it. */
export const executionCommand = 'faultline.showExecution';

/** The reason in a new suppression, to be written over. */
export const placeholderReason = 'say here why this is acceptable';

export function codeActions(
  view: View,
  uri: string,
  range: Range,
  context: Pick<CodeActionContext, 'only'>,
  support: ActionSupport,
): CodeAction[] {
  const { only } = context;
  const refactored = refactoringActions(view, uri, range, only, support);
  if (!isWanted(CodeActionKind.QuickFix, only)) return refactored;
  const found = view.findings().filter((finding) => finding.uri === uri && touches(finding.range, range));
  return [
    ...found.flatMap((finding) => fixes(finding, support)),
    ...found.flatMap((finding) => suppression(view, finding, support)),
    ...found.map((finding) => explanation(finding, support)),
    ...found.filter((finding) => mayHaveExecution(view.project, finding)).map((finding) => execution(finding, support)),
    ...refactored,
  ];
}

function fixes(finding: Finding, support: ActionSupport): CodeAction[] {
  return finding.fixes.map(({ title, edits }, i) => ({
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnosticOf(finding, support)],
    edit: workspaceEdit(edits, support),
    ...(i === 0 && { isPreferred: true }),
  }));
}

function suppression(view: View, finding: Finding, support: ActionSupport): CodeAction[] {
  // A text that cannot be read is mended, not suppressed.
  if (finding.rule === 'language/syntax' || isConfig(finding.uri)) return [];
  const page = pageOf(view, finding.uri);
  if (!page) return [];
  const { text, document } = page;
  const { line } = finding.range.start;
  const start = lineStart(text, offsetAt(document.outline.tree, { line, character: 0 }));
  const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const at = { line, character: 0 };
  const newText = `${indent}// faultline-ignore ${finding.rule} -- ${placeholderReason}${lineEnd}`;
  return [
    {
      title: `Suppress ${finding.rule} here, with a reason`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnosticOf(finding, support)],
      edit: workspaceEdit([{ uri: finding.uri, range: { start: at, end: at }, newText }], support),
    },
  ];
}

function explanation(finding: Finding, support: DiagnosticSupport): CodeAction {
  const title = `Explain ${finding.rule}`;
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnosticOf(finding, support)],
    command: { title, command: explainCommand, arguments: [finding.id] },
  };
}

function execution(finding: Finding, support: DiagnosticSupport): CodeAction {
  const title = 'Show an execution that breaks this';
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnosticOf(finding, support)],
    command: { title, command: executionCommand, arguments: [finding.id] },
  };
}

function touches(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

const isBefore = (a: Range['start'], b: Range['start']): boolean =>
  a.line < b.line || (a.line === b.line && a.character < b.character);

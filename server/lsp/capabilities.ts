/** What this server can do, and what it makes of what the client can. */
import { CodeActionKind, PositionEncodingKind, TextDocumentSyncKind } from 'vscode-languageserver';
import type { ClientCapabilities, ServerCapabilities } from 'vscode-languageserver';
import type { CompletionSupport } from './completion-items.ts';
import type { DiagnosticSupport } from './diagnostics.ts';
import { semanticTokensLegend } from './semantic-tokens.ts';

export interface Support extends CompletionSupport, DiagnosticSupport {
  /** Edits with the versions of the documents that they belong to. */
  readonly documentChanges: boolean;
  readonly watchFiles: boolean;
  readonly workspaceFolders: boolean;
}

export function supportOf({ textDocument, workspace }: ClientCapabilities): Support {
  return {
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    related: textDocument?.publishDiagnostics?.relatedInformation === true,
    tags: textDocument?.publishDiagnostics?.tagSupport !== undefined,
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    watchFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
  };
}

export const serverCapabilities: ServerCapabilities = {
  positionEncoding: PositionEncodingKind.UTF16,
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  completionProvider: { triggerCharacters: [' ', ':', '.', ',', '>', '['] },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  semanticTokensProvider: { legend: semanticTokensLegend, full: true },
  foldingRangeProvider: true,
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
  documentFormattingProvider: true,
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
};

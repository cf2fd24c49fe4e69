/** What this server can do, and what it makes of what the client can. */
import {
  CodeActionKind,
  FileOperationPatternKind,
  PositionEncodingKind,
  ResourceOperationKind,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import type { ClientCapabilities, FileOperationRegistrationOptions, ServerCapabilities } from 'vscode-languageserver';
import type { CompletionSupport } from './completion-items.ts';
import { fixAllKind } from './refactoring-actions.ts';
import type { ActionSupport } from './refactoring-actions.ts';
import { semanticTokensLegend } from './semantic-tokens.ts';

export interface Support extends CompletionSupport, Omit<ActionSupport, 'versionOf'> {
  readonly watchFiles: boolean;
  readonly workspaceFolders: boolean;
}

export function supportOf({ textDocument, workspace }: ClientCapabilities): Support {
  return {
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    related: textDocument?.publishDiagnostics?.relatedInformation === true,
    tags: textDocument?.publishDiagnostics?.tagSupport !== undefined,
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    makesFiles:
      workspace?.workspaceEdit?.documentChanges === true &&
      workspace.workspaceEdit.resourceOperations?.includes(ResourceOperationKind.Create) === true,
    snippetEdits: workspace?.workspaceEdit?.snippetEditSupport === true,
    resolvesEdits:
      textDocument?.codeAction?.dataSupport === true &&
      textDocument.codeAction.resolveSupport?.properties.includes('edit') === true,
    watchFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
  };
}

/** Documents, and folders, which may hold some. */
const renamedFiles: FileOperationRegistrationOptions = {
  filters: [
    { scheme: 'file', pattern: { glob: '**/*.arch', matches: FileOperationPatternKind.file } },
    { scheme: 'file', pattern: { glob: '**', matches: FileOperationPatternKind.folder } },
  ],
};

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
  codeActionProvider: {
    codeActionKinds: [
      CodeActionKind.QuickFix,
      CodeActionKind.RefactorExtract,
      CodeActionKind.RefactorInline,
      CodeActionKind.RefactorMove,
      CodeActionKind.RefactorRewrite,
      fixAllKind,
    ],
    resolveProvider: true,
  },
  documentFormattingProvider: true,
  workspace: {
    workspaceFolders: { supported: true, changeNotifications: true },
    fileOperations: { willRename: renamedFiles, didRename: renamedFiles },
  },
};

/** What this server can do, and what it makes of what the client can. */
import {
  CodeActionKind,
  FileOperationPatternKind,
  ResourceOperationKind,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import type {
  ClientCapabilities,
  FileOperationRegistrationOptions,
  PositionEncodingKind,
  ServerCapabilities,
} from 'vscode-languageserver';
import { libraryScheme } from '../protocol.ts';
import type { CompletionSupport } from './completion-items.ts';
import { formattingTriggers } from './on-type-formatting.ts';
import { fixAllKind, organiseKind } from './refactoring-actions.ts';
import type { ActionSupport } from './refactoring-actions.ts';
import { semanticTokensLegend } from './semantic-tokens.ts';

export interface Support extends CompletionSupport, Omit<ActionSupport, 'versionOf'> {
  readonly watchFiles: boolean;
  readonly workspaceFolders: boolean;
  /** A signature can be shown with no parameter marked. */
  readonly noActiveParameter: boolean;
  readonly textDocumentContent: boolean;
  /** Settings can be asked for, and the client tells when they change. */
  readonly configuration: boolean;
  readonly configurationChanges: boolean;
  /** What of its answers the client asks for anew when told to. */
  readonly refresh: { readonly inlayHints: boolean; readonly codeLenses: boolean; readonly semanticTokens: boolean };
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
    noActiveParameter: textDocument?.signatureHelp?.signatureInformation?.noActiveParameterSupport === true,
    textDocumentContent: workspace?.textDocumentContent !== undefined,
    configuration: workspace?.configuration === true,
    configurationChanges: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    refresh: {
      inlayHints: workspace?.inlayHint?.refreshSupport === true,
      codeLenses: workspace?.codeLens?.refreshSupport === true,
      semanticTokens: workspace?.semanticTokens?.refreshSupport === true,
    },
  };
}

/** Documents, and folders, which may hold some. */
const renamedFiles: FileOperationRegistrationOptions = {
  filters: [
    { scheme: 'file', pattern: { glob: '**/*.arch', matches: FileOperationPatternKind.file } },
    { scheme: 'file', pattern: { glob: '**', matches: FileOperationPatternKind.folder } },
  ],
};

/** @param textDocumentContent whether the client asks for texts that exist in no file system. */
export const serverCapabilities = (
  positionEncoding: PositionEncodingKind,
  { textDocumentContent }: Support,
): ServerCapabilities => ({
  positionEncoding,
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  completionProvider: { triggerCharacters: [' ', ':', '.', ',', '>', '[', '/'] },
  hoverProvider: true,
  signatureHelpProvider: { triggerCharacters: [':', ',', ' '] },
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  semanticTokensProvider: { legend: semanticTokensLegend, full: { delta: true }, range: true },
  foldingRangeProvider: true,
  codeActionProvider: {
    codeActionKinds: [
      CodeActionKind.QuickFix,
      CodeActionKind.RefactorExtract,
      CodeActionKind.RefactorInline,
      CodeActionKind.RefactorMove,
      CodeActionKind.RefactorRewrite,
      fixAllKind,
      organiseKind,
    ],
    resolveProvider: true,
  },
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  documentOnTypeFormattingProvider: {
    firstTriggerCharacter: formattingTriggers[0],
    moreTriggerCharacter: formattingTriggers.slice(1),
  },
  selectionRangeProvider: true,
  linkedEditingRangeProvider: true,
  documentLinkProvider: {},
  inlayHintProvider: true,
  callHierarchyProvider: true,
  typeHierarchyProvider: true,
  codeLensProvider: { resolveProvider: true },
  workspace: {
    workspaceFolders: { supported: true, changeNotifications: true },
    fileOperations: { willRename: renamedFiles, didRename: renamedFiles },
    ...(textDocumentContent && { textDocumentContent: { schemes: [libraryScheme] } }),
  },
});

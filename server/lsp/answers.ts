/**
 * Which provider answers which question of the protocol.
 *
 * Invariant: registration only. What is common to all answers (waiting for files, the project of a document, failures,
 * cancellation, how the client spells addresses and counts characters) is the desk's.
 */
import type {
  CancellationToken,
  Connection,
  ResultProgressReporter,
  SemanticTokens,
  SymbolInformation,
} from 'vscode-languageserver';
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from './call-hierarchy.ts';
import type { Support } from './capabilities.ts';
import { codeActions } from './code-actions.ts';
import { codeLenses, resolveCodeLens } from './code-lens.ts';
import type { LensData } from './code-lens.ts';
import { completion } from './completion.ts';
import { withComparison } from './decision-hover.ts';
import { definition } from './definition.ts';
import { documentLinks } from './document-links.ts';
import { documentSymbols } from './document-symbols.ts';
import { foldingRanges } from './folding.ts';
import { formatting } from './formatting.ts';
import type { HierarchyItem } from './hierarchy-items.ts';
import { hover } from './hover.ts';
import { inlayHints } from './inlay-hints.ts';
import { linkedEditing } from './linked-editing.ts';
import { onTypeFormatting } from './on-type-formatting.ts';
import { pacedBy } from './pace.ts';
import type { Stream } from './parts.ts';
import type { ProjectFolder } from './project-folder.ts';
import { rangeFormatting } from './range-formatting.ts';
import { documentOf, resolved } from './refactoring-actions.ts';
import type { ActionSupport } from './refactoring-actions.ts';
import { documentHighlights, references } from './references.ts';
import { orRefuse, prepareRename, rename } from './rename.ts';
import { selectionRanges } from './selection-ranges.ts';
import { semanticTokens } from './semantic-tokens.ts';
import type { Settings } from './settings.ts';
import { signatureHelp } from './signature-help.ts';
import { prepareTypeHierarchy, subtypes, supertypes } from './type-hierarchy.ts';
import type { TokenHistory } from './token-history.ts';
import { normalUri } from './uris.ts';
import type { View } from './view.ts';
import { workspaceEdit } from './workspace-edit.ts';
import { workspaceSymbols } from './workspace-symbols.ts';

export interface InDocument {
  readonly textDocument: { readonly uri: string };
}

/** Where questions come in and answers go out. */
export interface Desk {
  readonly connection: Connection;
  readonly support: Support;
  readonly settings: Settings;
  readonly projects: Iterable<ProjectFolder>;
  readonly tokens: TokenHistory;
  /**
   * Answers a question about a document's project; where there is none (yet), or the provider fails, with nothing.
   * @param provide gets the question's positions as providers count.
   */
  ask<P extends InDocument, T>(
    what: string,
    params: P,
    token: CancellationToken,
    nothing: T,
    provide: (view: View, uri: string, params: P) => T | Promise<T>,
  ): Promise<T>;
  /** When the findings are those of the present texts. */
  upToDate(): Promise<void>;
  answer<T>(what: string, token: CancellationToken, nothing: T, provide: () => T | Promise<T>): Promise<T>;
  actionSupport(): ActionSupport;
  /** @param partial absent where the client wants the answer in one piece. */
  stream<T>(token: CancellationToken, partial: ResultProgressReporter<T[]> | undefined): Stream<T>;
}

export function answerQuestions(desk: Desk): void {
  answerAboutPlaces(desk);
  answerAboutDocuments(desk);
  answerAboutHierarchies(desk);
}

/** What is asked of a place in a text. */
function answerAboutPlaces(desk: Desk): void {
  const { connection } = desk;
  connection.onCompletion((asked, token) =>
    desk.ask('completion', asked, token, null, (view, uri, { position, context }) =>
      completion(view, uri, position, { ...desk.support, trigger: context?.triggerCharacter }),
    ),
  );
  connection.onHover((asked, token) =>
    desk.ask('hover', asked, token, null, (view, uri, { position }) =>
      withComparison(view, uri, position, hover(view, uri, position), pacedBy(token)),
    ),
  );
  connection.onSignatureHelp((asked, token) =>
    desk.ask('patterns', asked, token, null, (view, uri, { position }) =>
      signatureHelp(view, uri, position, desk.support.noActiveParameter),
    ),
  );
  connection.onDefinition((asked, token) =>
    desk.ask('definition', asked, token, null, (view, uri, { position }) => definition(view, uri, position)),
  );
  connection.onReferences((asked, token, _, partial) =>
    desk.ask('references', asked, token, null, (view, uri, { position, context }) =>
      references(view, uri, position, context.includeDeclaration, desk.stream(token, partial)),
    ),
  );
  connection.onDocumentHighlight((asked, token) =>
    desk.ask('highlights', asked, token, null, (view, uri, { position }) => documentHighlights(view, uri, position)),
  );
  connection.languages.onLinkedEditingRange((asked, token) =>
    desk.ask('linked editing', asked, token, null, (view, uri, { position }) => linkedEditing(view, uri, position)),
  );
  connection.onPrepareRename((asked, token) =>
    desk.ask('rename', asked, token, null, (view, uri, { position }) => orRefuse(prepareRename(view, uri, position))),
  );
  connection.onRenameRequest((asked, token) =>
    desk.ask('rename', asked, token, null, (view, uri, { position, newName }) =>
      workspaceEdit(orRefuse(rename(view, uri, position, newName)), desk.actionSupport()),
    ),
  );
}

/** What is asked of whole documents, of parts of them, and of the workspace. */
function answerAboutDocuments(desk: Desk): void {
  const { connection } = desk;
  connection.onDocumentSymbol((asked, token) => desk.ask('symbols', asked, token, null, documentSymbols));
  connection.onWorkspaceSymbol(({ query }, token, _, partial) =>
    desk.answer('symbols', token, [], () =>
      workspaceSymbols(desk.projects, query, desk.stream<SymbolInformation>(token, partial)),
    ),
  );
  answerColours(desk);
  connection.onFoldingRanges((asked, token) => desk.ask('folding', asked, token, null, foldingRanges));
  connection.onCodeAction((asked, token) =>
    desk.ask('actions', asked, token, null, (view, uri, { range, context }) =>
      codeActions(view, uri, range, context, desk.actionSupport()),
    ),
  );
  connection.onCodeActionResolve((action, token) => {
    const uri = documentOf(action);
    if (uri === undefined) return action;
    const data: unknown = { ...(action.data as object), uri: normalUri(uri) };
    return desk.ask('actions', { textDocument: { uri } }, token, action, (view) =>
      orRefuse(resolved(view, { ...action, data }, desk.actionSupport())),
    );
  });
  connection.onDocumentFormatting((asked, token) => desk.ask('formatting', asked, token, null, formatting));
  connection.onDocumentRangeFormatting((asked, token) =>
    desk.ask('formatting', asked, token, null, (view, uri, { range }) => rangeFormatting(view, uri, range)),
  );
  connection.onDocumentOnTypeFormatting((asked, token) =>
    desk.ask('formatting', asked, token, null, (view, uri, { position, ch }) =>
      onTypeFormatting(view, uri, position, ch),
    ),
  );
  connection.onSelectionRanges((asked, token) =>
    desk.ask('selections', asked, token, null, (view, uri, { positions }) => selectionRanges(view, uri, positions)),
  );
  connection.onDocumentLinks((asked, token) => desk.ask('links', asked, token, null, documentLinks));
  connection.languages.inlayHint.on((asked, token) =>
    desk.ask('hints', asked, token, null, (view, uri, { range }) => inlayHints(view, uri, range, desk.settings)),
  );
  connection.onCodeLens(async (asked, token) => {
    // Lenses tell of findings, and those are not worked out more often for it than for the diagnostics.
    await desk.upToDate();
    return desk.ask('lenses', asked, token, null, (view, uri) => codeLenses(view, uri, desk.settings));
  });
  connection.onCodeLensResolve((lens, token) => {
    const data = lens.data as LensData;
    const asked = { ...lens, textDocument: { uri: data.uri } };
    return desk.ask('lenses', asked, token, lens, (view, _, { range }) => ({
      range,
      command: resolveCodeLens(view, data, range.start),
    }));
  });
}

/** Differences are taken of tokens as they go out. */
function answerColours(desk: Desk): void {
  const { connection, tokens } = desk;
  const { semanticTokens: colours } = connection.languages;
  colours.on(async (asked, token) =>
    tokens.full(asked.textDocument.uri, await desk.ask('colours', asked, token, NO_TOKENS, allTokens)),
  );
  colours.onDelta(async (asked, token) => {
    const now = await desk.ask('colours', asked, token, NO_TOKENS, allTokens);
    return tokens.delta(asked.textDocument.uri, asked.previousResultId, now);
  });
  colours.onRange((asked, token) =>
    desk.ask('colours', asked, token, NO_TOKENS, (view, uri, { range }) => semanticTokens(view, uri, range)),
  );
}

const NO_TOKENS: SemanticTokens = { data: [] };
const allTokens = (view: View, uri: string): SemanticTokens => semanticTokens(view, uri);

/** Both hierarchies: where they start, and what stands next to an item of an earlier answer. */
function answerAboutHierarchies(desk: Desk): void {
  const {
    languages: { callHierarchy, typeHierarchy },
  } = desk.connection;
  callHierarchy.onPrepare((asked, token) =>
    desk.ask('calls', asked, token, null, (view, uri, { position }) => prepareCallHierarchy(view, uri, position)),
  );
  callHierarchy.onIncomingCalls((asked, token) =>
    desk.ask('calls', aboutItem(asked), token, null, (view, _, { item }) => incomingCalls(view, item)),
  );
  callHierarchy.onOutgoingCalls((asked, token) =>
    desk.ask('calls', aboutItem(asked), token, null, (view, _, { item }) => outgoingCalls(view, item)),
  );
  typeHierarchy.onPrepare((asked, token) =>
    desk.ask('types', asked, token, null, (view, uri, { position }) => prepareTypeHierarchy(view, uri, position)),
  );
  typeHierarchy.onSupertypes((asked, token) =>
    desk.ask('types', aboutItem(asked), token, null, (view, _, { item }) => supertypes(view, item)),
  );
  typeHierarchy.onSubtypes((asked, token) =>
    desk.ask('types', aboutItem(asked), token, null, (view, _, { item }) => subtypes(view, item)),
  );
}

const aboutItem = <P extends { readonly item: HierarchyItem }>(asked: P): P & InDocument => ({
  ...asked,
  textDocument: { uri: asked.item.uri },
});

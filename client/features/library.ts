import { Disposable, l10n, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { libraryScheme } from '../../server/protocol.ts';
import type { Server } from '../server.ts';

/**
 * Shows the bundled technology library: its documents exist only in the server. Where client and server both know the
 * protocol's own way (`workspace/textDocumentContent`), the language client shows them; elsewhere this does.
 */
export function registerLibrary(client: BaseLanguageClient, server: Server): Disposable {
  let fallback: Disposable | undefined;
  const following = server.onDidChangeState((state) => {
    if (state !== 'running') return;
    fallback?.dispose();
    const isShown = client.initializeResult?.capabilities.workspace?.textDocumentContent !== undefined;
    fallback = isShown ? undefined : showLibrary(server);
  });
  return Disposable.from(following, { dispose: () => fallback?.dispose() as unknown });
}

function showLibrary(server: Server): Disposable {
  return workspace.registerTextDocumentContentProvider(libraryScheme, {
    async provideTextDocumentContent(uri, token) {
      const content = await server.request('faultline/libraryContent', { uri: uri.toString() }, token);
      if (content === null || content === undefined) {
        throw new Error(l10n.t('The library has no document {0}.', uri.path));
      }
      return content.text;
    },
  });
}

import { l10n, workspace, type Disposable } from 'vscode';
import { libraryScheme } from '../../server/protocol.ts';
import type { Server } from '../server.ts';

/** Shows the bundled technology library: its documents exist only in the server. */
export function registerLibrary(server: Server): Disposable {
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

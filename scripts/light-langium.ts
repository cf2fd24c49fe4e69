/**
 * Langium's core takes four small things from `vscode-languageserver-protocol`, and with them loads the whole of it:
 * a tenth of the time that a short `faultline check` takes. This plugin gives it those things from where they are made.
 * A language server in the same bundle still loads the protocol itself, and shares them.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Plugin } from 'esbuild';

const protocol = 'vscode-languageserver-protocol';

export const lightLangium: Plugin = {
  name: 'light-langium',
  setup(build) {
    const core = /[\\/]langium[\\/]lib[\\/](utils|workspace)[\\/]/;
    build.onResolve({ filter: new RegExp(`^${protocol}$`) }, ({ importer }) => {
      if (!core.test(importer)) return undefined;
      const protocolEntry = createRequire(importer).resolve(protocol);
      const rpcEntry = createRequire(protocolEntry).resolve('vscode-jsonrpc');
      return { path: path.dirname(rpcEntry), namespace: 'light-protocol' };
    });
    build.onLoad({ filter: /.*/, namespace: 'light-protocol' }, ({ path: folder }) => ({
      resolveDir: folder,
      contents: [
        "export { CancellationToken, CancellationTokenSource } from './cancellation.js';",
        "export { Emitter } from './events.js';",
        "export { ResponseError } from './messages.js';",
        // Language Server Protocol 3.17, "LSP error codes".
        'export const LSPErrorCodes = { RequestFailed: -32803, ServerCancelled: -32802 };',
      ].join('\n'),
    }));
  },
};

/** `npm run build`: everything that is generated, then the bundles: command line, language server (for Node and for browsers), VS Code client. */
import { buildCli } from './build-cli.ts';
import { buildClient } from './build-client.ts';
import { buildServer, buildWebServer } from './build-server.ts';
import { generate } from './generate.ts';

export async function buildAll({ production }: { readonly production: boolean }): Promise<void> {
  await generate();
  await Promise.all([
    buildCli({ production }),
    buildServer({ production }),
    buildWebServer({ production }),
    buildClient({ production }),
  ]);
}

if (import.meta.filename === process.argv[1]) await buildAll({ production: !process.argv.includes('--development') });

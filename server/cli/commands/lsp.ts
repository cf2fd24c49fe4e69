/** `faultline lsp --stdio`: the language server on standard input and output. */
import { exitCodes, type ExitCode } from '../exit.ts';

export async function lsp(): Promise<ExitCode> {
  // It goes on until the client leaves.
  await import('../../lsp/main.ts');
  return exitCodes.clean;
}

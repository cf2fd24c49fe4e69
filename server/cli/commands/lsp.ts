/** `faultline lsp --stdio`: the language server on standard input and output. */
import { startServer } from '../../lsp/start.ts';
import { exitCodes, type ExitCode } from '../exit.ts';

export async function lsp(): Promise<ExitCode> {
  await startServer();
  return exitCodes.clean;
}

/** The language server as a process: it speaks on standard input and output, over Node's IPC, a socket or a pipe. */
import { PassThrough } from 'node:stream';
import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type { Connection } from 'vscode-languageserver';
import { clientFiles } from './client-files.ts';
import { nodeHost } from './node-host.ts';
import { serve } from './server.ts';

/** @param over where the client is: standard input and output, or what the process's own arguments say. */
export function startServer(over: 'stdio' | 'arguments' = 'stdio'): Promise<never> {
  const isStdio = over === 'stdio' || process.argv.includes('--stdio');
  const connection = isStdio ? onStandardStreams() : createConnection(ProposedFeatures.all);
  surviveMistakes(connection);
  const report = (problem: string): void => {
    connection.console.warn(problem);
  };
  serve(connection, nodeHost(report, clientFiles(connection, report)));
  // The connection ends the process when the client is done or gone.
  return new Promise(() => undefined);
}

/** Milliseconds in which what was read before the input's end is still answered. */
const LAST_ANSWERS = 1000;

function onStandardStreams(): Connection {
  // The connection drops what it has not answered when its input ends; this input never does.
  const input = new PassThrough();
  process.stdin.pipe(input, { end: false });
  process.stdin.on('end', () => {
    setTimeout(() => process.exit(1), LAST_ANSWERS);
  });
  return createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(input),
    new StreamMessageWriter(process.stdout),
  );
}

/** What is neither caught nor awaited anywhere must not take the server, and with it every open text, down. */
function surviveMistakes(connection: Connection): void {
  const report = (error: unknown): void => {
    try {
      if (isBrokenPipe(error)) process.exit(1);
      connection.console.error(
        `Unexpected: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    } catch {
      // Nobody is there to read it.
      process.exit(1);
    }
  };
  // A command line that started this one ends at the first mistake; a server does not.
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', report);
  process.on('unhandledRejection', report);
}

const isBrokenPipe = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED');

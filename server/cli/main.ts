#!/usr/bin/env node
/**
 * The command line's entry. Invariant: it knows nothing but how to start, so that a Node too old for the rest
 * can still read it, and so that the compile cache is on before anything worth caching is loaded.
 */
import module from 'node:module';
import { isNodeSupported, minimumNode } from './node-version.ts';

const internalError = 2;

function fail(error: unknown): void {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`faultline: internal error, please report it with the lines below.\n${detail}\n`);
  process.exitCode = internalError;
}

if (isNodeSupported(process.versions.node)) {
  // A reader that has seen enough (`| head`) closes the pipe: no fault of ours, and nobody is left to tell.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') fail(error);
  });
  // Node would exit with 1 here, which means "findings".
  process.on('uncaughtException', (error) => {
    fail(error);
    process.exit(internalError);
  });
  // Node.js has it from 22.1 on.
  if ('enableCompileCache' in module) module.enableCompileCache();
  import('./run.ts')
    .then(async ({ run }) => {
      process.exitCode = await run(process.argv.slice(2));
    })
    .catch(fail);
} else {
  process.stderr.write(
    `faultline needs Node.js ${minimumNode} or newer, and this is ${process.versions.node}: install a newer one from https://nodejs.org.\n`,
  );
  process.exitCode = internalError;
}

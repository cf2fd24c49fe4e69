/**
 * Long work in slices: between two of them the client's other messages come in, and with them word that nobody waits
 * for the answer any more. What is gone through must not change meanwhile: take a copy of the list first.
 */
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { CancellationToken } from 'vscode-languageserver';

/** Awaited now and then in a long loop. Rejects once the question was taken back. */
export type Pause = () => Promise<void>;

/** Longer than this (in milliseconds) nothing is worked on without letting the client's messages in. */
export const LONGEST_SLICE = 25;

export function pacedBy(token: CancellationToken): Pause {
  let start = performance.now();
  return async () => {
    if (performance.now() - start < LONGEST_SLICE) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    start = performance.now();
    stopIfCancelled(token);
  };
}

export function stopIfCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.');
}

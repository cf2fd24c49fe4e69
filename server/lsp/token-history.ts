/** The semantic tokens that the client was last told of each document, so that the next answer can be what differs. */
import type { SemanticTokens, SemanticTokensDelta, SemanticTokensEdit } from 'vscode-languageserver';

export class TokenHistory {
  private readonly last = new Map<string, SemanticTokens>();
  private count = 0;

  /** @param tokens in the form in which they go out: differences are counted in their numbers. */
  full(uri: string, { data }: SemanticTokens): SemanticTokens {
    const result = { resultId: String(++this.count), data };
    this.last.set(uri, result);
    return result;
  }

  /** What differs from an earlier answer; everything, where that is not the last. */
  delta(uri: string, previous: string, tokens: SemanticTokens): SemanticTokens | SemanticTokensDelta {
    const before = this.last.get(uri);
    const after = this.full(uri, tokens);
    if (before?.resultId !== previous || after.resultId === undefined) return after;
    return { resultId: after.resultId, edits: difference(before.data, after.data) };
  }

  forget(uri: string): void {
    this.last.delete(uri);
  }
}

/** One edit, from the first number that differs to the last. */
function difference(before: readonly number[], after: readonly number[]): SemanticTokensEdit[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  if (start === before.length && start === after.length) return [];
  let tail = 0;
  while (tail < shorter - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const data = after.slice(start, after.length - tail);
  return [{ start, deleteCount: before.length - tail - start, ...(data.length > 0 && { data }) }];
}

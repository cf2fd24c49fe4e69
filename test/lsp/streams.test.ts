import { afterEach, describe, expect, it, vi } from 'vitest';
import { CancellationToken, CancellationTokenSource } from 'vscode-languageserver';
import type { SemanticTokens } from 'vscode-languageserver';
import { Loading } from '../../server/lsp/loading.ts';
import { LONGEST_SLICE, pacedBy } from '../../server/lsp/pace.ts';
import { references } from '../../server/lsp/references.ts';
import { TokenHistory } from '../../server/lsp/token-history.ts';
import { workspaceSymbols } from '../../server/lsp/workspace-symbols.ts';
import { fixture, inOnePiece } from './fixtures.ts';

const flows = Array.from({ length: 200 }, (_, i) => `a -> b f${String(i)}`).join('\n');
const { view, uri, position } = fixture(`service a$0\nservice b\n${flows}\n// a \nservice xf1\n`);

describe('answers in parts', () => {
  it('say the same as in one piece', async () => {
    const whole = await references(view, uri, position, true, inOnePiece);
    const parts: unknown[] = [];
    const rest = await references(view, uri, position, true, { ...inOnePiece, send: (part) => parts.push(...part) });
    expect(whole).toHaveLength(201);
    expect(rest).toEqual([]);
    expect(parts).toEqual(whole);
  });

  it('send what is close to the query first, and no more than in one piece', async () => {
    const names = (symbols: readonly { name: string }[]): string[] => symbols.map(({ name }) => name);
    const sent: string[] = [];
    await workspaceSymbols([view], 'f1', { ...inOnePiece, send: (part) => sent.push(...names(part)) });
    const whole = names(await workspaceSymbols([view], 'f1', inOnePiece));
    expect(sent.toSorted()).toEqual(whole.toSorted());
    expect(sent[0]).toBe('f1');
    expect(sent.indexOf('xf1')).toBeGreaterThan(sent.indexOf('f199'));
  });
});

describe('long work', () => {
  it('stops once nobody waits for it', async () => {
    const source = new CancellationTokenSource();
    const pause = pacedBy(source.token);
    const busy = (): void => {
      const until = performance.now() + LONGEST_SLICE + 1;
      while (performance.now() < until);
    };
    await pause();
    busy();
    await pause();
    busy();
    source.cancel();
    await expect(pause()).rejects.toThrow('Cancelled.');
  });
});

describe('loading', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  const loading = (): { reading: Loading; told: unknown[] } => {
    vi.useFakeTimers();
    const told: unknown[] = [];
    const reporter = {
      token: CancellationToken.None,
      begin: (title: string) => told.push(title),
      report: (share: number | string, message = '') => told.push([share, message]),
      done: () => told.push('done'),
    };
    return { reading: new Loading({ window: { createWorkDoneProgress: () => Promise.resolve(reporter) } }), told };
  };

  it('is told of where it takes long', async () => {
    const { reading, told } = loading();
    for (let read = 0; read <= 10; read++) {
      reading.report(read, 10);
      await vi.advanceTimersByTimeAsync(60);
    }
    reading.done();
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual([
      'Faultline reads the project',
      [50, '5 of 10 files'],
      [70, '7 of 10 files'],
      [90, '9 of 10 files'],
      'done',
    ]);
  });

  it('is not told of where it is soon over', async () => {
    const { reading, told } = loading();
    reading.report(1, 2);
    reading.done();
    reading.done();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(told).toEqual([]);
  });
});

describe('token history', () => {
  const tokens = (...data: number[]): SemanticTokens => ({ data });

  it('tells what differs from the last answer', () => {
    const history = new TokenHistory();
    const before = [1, 2, 3, 4, 5, 1, 2, 3, 4, 5];
    for (const after of [before, [], [1, 2, 9, 4, 5, 1, 2, 3, 4, 5], [...before, 0, 0, 0, 0, 0], [1, 2, 3, 4, 5]]) {
      const { resultId = '' } = history.full('u', tokens(...before));
      const answer = history.delta('u', resultId, tokens(...after));
      if (!('edits' in answer)) throw new Error('edits');
      const patched = [...before];
      for (const { start, deleteCount, data = [] } of answer.edits) patched.splice(start, deleteCount, ...data);
      expect(patched).toEqual(after);
    }
  });

  it('tells everything where it does not know the answer that the client has', () => {
    const history = new TokenHistory();
    const { resultId = '' } = history.full('u', tokens(1));
    expect(history.delta('u', 'another', tokens(2))).toMatchObject({ data: [2] });
    expect(history.delta('v', resultId, tokens(3))).toMatchObject({ data: [3] });
    history.forget('v');
    expect(history.delta('v', '3', tokens(4))).toMatchObject({ data: [4] });
  });
});

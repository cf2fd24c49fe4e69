/** Tells the client how far the reading of files is, while that takes long enough to be noticed. */
import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver';

/** In milliseconds: shorter waits are not worth a word, and words closer together cannot be read. */
const NOTICEABLE = 300;
const BETWEEN_WORDS = 100;

export class Loading {
  private readonly window: Pick<Connection['window'], 'createWorkDoneProgress'>;
  /** Nothing where the client shows no progress after all. */
  private reporter: Promise<WorkDoneProgressServerReporter | undefined> | undefined;
  private started: number | undefined;
  private lastWord = 0;

  constructor({ window }: { readonly window: Pick<Connection['window'], 'createWorkDoneProgress'> }) {
    this.window = window;
  }

  /** @param read documents so far. @param of as many as are known of. */
  report(read: number, of: number): void {
    const now = performance.now();
    this.started ??= now;
    if (now - this.started < NOTICEABLE || now - this.lastWord < BETWEEN_WORDS) return;
    this.lastWord = now;
    this.reporter ??= this.begin();
    const share = Math.min(100, Math.floor((100 * read) / Math.max(1, of)));
    void this.reporter.then((reporter) => {
      reporter?.report(share, `${String(read)} of ${String(of)} files`);
    });
  }

  /** Everything is read. */
  done(): void {
    this.started = undefined;
    void this.reporter?.then((reporter) => {
      reporter?.done();
    });
    this.reporter = undefined;
  }

  private async begin(): Promise<WorkDoneProgressServerReporter | undefined> {
    const reporter = await this.window.createWorkDoneProgress().catch(() => undefined);
    reporter?.begin('Faultline reads the project', 0);
    return reporter;
  }
}

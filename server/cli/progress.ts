import type { Host } from './host.ts';

/** Who waits less than this needs no telling. */
const quietMilliseconds = 1000;
const intervalMilliseconds = 100;

/** One line on standard error that says what is going on; only on a terminal, only when it takes long. */
export class Progress {
  readonly #host: Host;
  readonly #started: number;
  #lastShown = -Infinity;

  constructor(host: Host) {
    this.#host = host;
    this.#started = host.now();
  }

  report(what: string): void {
    const { stderr, now } = this.#host;
    const time = now();
    if (!stderr.isTTY || time - this.#started < quietMilliseconds) return;
    if (time - this.#lastShown < intervalMilliseconds) return;
    this.#lastShown = time;
    stderr.write(`\r\u001b[K${what.slice(0, (stderr.columns ?? 80) - 1)}`);
  }

  clear(): void {
    if (this.#lastShown > -Infinity) this.#host.stderr.write('\r\u001b[K');
  }
}

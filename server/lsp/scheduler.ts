/**
 * When to bring findings up to date while somebody types: at once where that is cheap; where it is dear, after a short
 * pause, and never so often that more than half of the time goes into it. What is asked for meanwhile is one update.
 */
export class Scheduler {
  private readonly update: () => void;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Milliseconds that the last update took. */
  private cost = 0;
  private finished = 0;
  private waiting: (() => void)[] = [];

  constructor(update: () => void) {
    this.update = update;
  }

  request(): void {
    if (this.timer !== undefined) return;
    const now = performance.now();
    const due = Math.max(now + pauseFor(this.cost), this.finished + this.cost);
    this.timer = setTimeout(() => {
      this.run();
    }, due - now);
  }

  /** When the update that is due, if one is, is over. */
  async settled(): Promise<void> {
    if (this.timer !== undefined) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.release();
  }

  private release(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  private run(): void {
    this.timer = undefined;
    const start = performance.now();
    try {
      this.update();
    } finally {
      this.finished = performance.now();
      this.cost = this.finished - start;
      this.release();
    }
  }
}

/** An update below this many milliseconds is not felt. */
const CHEAP = 20;
/** Keystrokes of a fast typist are about this far apart, in milliseconds. */
const LONGEST_PAUSE = 60;

const pauseFor = (cost: number): number => (cost < CHEAP ? 0 : Math.min(LONGEST_PAUSE, cost / 4));

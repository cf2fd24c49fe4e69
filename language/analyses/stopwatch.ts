/**
 * Where the time of a run goes. Invariant: every moment is charged to one thing only, the innermost that runs: an
 * analysis to itself and not to the rule that happens to ask first.
 */
export type Timed = 'phase' | 'rule' | 'analysis';

export interface Lap {
  readonly what: Timed;
  readonly name: string;
  /** How often it ran. */
  count: number;
  milliseconds: number;
}

export class Stopwatch {
  private readonly now: () => number;
  private readonly byName = new Map<string, Lap>();
  private running: Lap | undefined;
  /** Since when the running one is charged. */
  private since = 0;

  /** @param now milliseconds since some fixed moment. */
  constructor(now: () => number) {
    this.now = now;
  }

  time<T>(what: Timed, name: string, run: () => T): T {
    const outer = this.running;
    this.charge();
    this.running = this.lap(what, name);
    this.running.count++;
    try {
      return run();
    } finally {
      this.charge();
      this.running = outer;
    }
  }

  /** Adds what was measured elsewhere. */
  add(what: Timed, name: string, milliseconds: number): void {
    const lap = this.lap(what, name);
    lap.count++;
    lap.milliseconds += milliseconds;
  }

  /** The longest first. */
  laps(what: Timed): readonly Readonly<Lap>[] {
    return [...this.byName.values()]
      .filter((lap) => lap.what === what)
      .sort((a, b) => b.milliseconds - a.milliseconds || (a.name < b.name ? -1 : 1));
  }

  private charge(): void {
    const now = this.now();
    if (this.running) this.running.milliseconds += now - this.since;
    this.since = now;
  }

  private lap(what: Timed, name: string): Lap {
    const key = `${what} ${name}`;
    let lap = this.byName.get(key);
    if (!lap) this.byName.set(key, (lap = { what, name, count: 0, milliseconds: 0 }));
    return lap;
  }
}

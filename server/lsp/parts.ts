/** A long answer, sent in parts where the client wants to see what was found so far. */
import type { Pause } from './pace.ts';

export interface Stream<T> {
  readonly pause: Pause;
  /** Absent where the client wants the answer in one piece. */
  readonly send?: ((part: T[]) => void) | undefined;
}

/** Parts smaller than this cost more to send than they tell. */
const PART = 64;

export class Parts<T> {
  private readonly stream: Stream<T>;
  private waiting: T[] = [];

  constructor(stream: Stream<T>) {
    this.stream = stream;
  }

  /** Lets the client's messages in, then goes on; rejects once nobody waits for the answer. */
  async add(...found: readonly T[]): Promise<void> {
    for (const each of found) this.waiting.push(each);
    if (this.waiting.length >= PART) this.flush();
    await this.stream.pause();
  }

  /** The answer: what was not sent yet. */
  rest(): T[] {
    this.flush();
    return this.waiting;
  }

  private flush(): void {
    const { send } = this.stream;
    if (!send || this.waiting.length === 0) return;
    send(this.waiting);
    this.waiting = [];
  }
}

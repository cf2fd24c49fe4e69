/** Bundles calls: one action, so many milliseconds after the first of them. */
export class Debounced {
  readonly #action: () => void;
  readonly #pause: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(action: () => void, pause: number) {
    this.#action = action;
    this.#pause = pause;
  }

  call(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#action();
    }, this.#pause);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

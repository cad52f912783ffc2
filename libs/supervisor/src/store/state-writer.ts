/** Has the newest state of one unit written, one write at a time; what a newer one has overtaken is left out. */
export class StateWriter {
  readonly #write: (text: string) => Promise<void>;
  readonly #onError: (error: unknown) => void;
  #newest = '';
  #written = '';
  #behind: (() => void)[] = [];
  #writing: Promise<void> | undefined;

  constructor(write: (text: string) => Promise<void>, onError: (error: unknown) => void) {
    this.#write = write;
    this.#onError = onError;
  }

  /** `then` is done once this state or a newer one is written, in the order of the calls; at once if it already is. */
  save(text: string, then: () => void): void {
    this.#newest = text;
    if (this.#writing === undefined && text === this.#written) return then();
    this.#behind.push(then);
    this.#writing ??= this.#run();
  }

  /** Resolves when all that was saved until now is written and what waited for it is done. */
  settled(): Promise<void> {
    if (this.#writing === undefined) return Promise.resolve();
    return new Promise((resolve) => this.#behind.push(resolve));
  }

  async #run(): Promise<void> {
    while (this.#behind.length > 0) {
      const due = this.#behind.splice(0);
      await this.#writeNewest();
      for (const then of due) this.#do(then);
    }
    this.#writing = undefined;
  }

  /** What cannot be written is reported; supervision goes on from memory, and the run record keeps what matters most. */
  async #writeNewest(): Promise<void> {
    const text = this.#newest;
    if (text === this.#written) return;
    try {
      await this.#write(text);
      this.#written = text;
    } catch (error) {
      this.#onError(error);
    }
  }

  #do(then: () => void): void {
    try {
      then();
    } catch (error) {
      this.#onError(error);
    }
  }
}

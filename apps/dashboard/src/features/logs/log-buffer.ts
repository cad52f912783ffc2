import { type LevelFloor, type LogRecord, passes } from './log-record.ts';

const keptRecords = 100_000;

/** What is kept of a log in this page and what of it is shown; changed in place, since it may be large. */
export class LogBuffer {
  #all: LogRecord[] = [];
  #shown: LogRecord[] = [];
  #floor: LevelFloor = 'all';
  #text = '';
  #last = -1;
  readonly #limit: number;

  /** @param limit how many entries are kept; the oldest leave. */
  constructor(limit = keptRecords) {
    this.#limit = limit;
  }

  /** Entries that pass the filter, oldest first. */
  get shown(): readonly LogRecord[] {
    return this.#shown;
  }

  /** How many entries are kept. */
  get size(): number {
    return this.#all.length;
  }

  /** Takes entries in their order; those that are already here are left out. Answers how many new ones are shown. */
  append(records: readonly LogRecord[]): number {
    const fresh = records.filter((record) => {
      const isNew = record.sequence > this.#last;
      if (isNew) this.#last = record.sequence;
      return isNew;
    });
    this.#all.push(...fresh);
    const passing = fresh.filter((record) => passes(record, this.#floor, this.#text));
    this.#shown.push(...passing);
    if (this.#all.length > this.#limit) this.#dropOldest();
    return passing.length;
  }

  /** Forgets everything and takes entries that are counted anew. */
  replace(records: readonly LogRecord[]): void {
    this.#all = [];
    this.#shown = [];
    this.#last = -1;
    this.append(records);
  }

  /** Shows only what passes. */
  filter(floor: LevelFloor, text: string): void {
    this.#floor = floor;
    this.#text = text;
    this.#shown = this.#all.filter((record) => passes(record, floor, text));
  }

  #dropOldest(): void {
    // A tenth at once, so that a busy log does not move the whole array at every line.
    this.#all = this.#all.slice(this.#all.length - Math.floor(this.#limit * 0.9));
    const first = this.#all[0]?.sequence ?? 0;
    this.#shown = this.#shown.filter((record) => record.sequence >= first);
  }
}

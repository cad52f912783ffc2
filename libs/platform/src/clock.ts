/** Time. All moments are epoch milliseconds. */
export interface Clock {
  /** The time of day. It may be set forward and back: for moments that are told and kept, never for durations. */
  now(): number;
  /**
   * Milliseconds since some moment of this boot; never goes back, nobody can set it, and it stands still while the machine
   * is suspended, as timers do. For durations: moments of it may be kept and compared until the machine is started again.
   */
  monotonic(): number;
  /** Resolves after `ms`, rejects with the reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls back once after `ms`; the answer cancels it. */
  after(ms: number, callback: () => void): () => void;
}

/** Randomness. */
export interface Ids {
  /** Sortable by time, unique, url-safe. */
  next(prefix: string): string;
  /** Uniform in [0, 1). */
  random(): number;
  secret(bytes: number): string;
}

/** Structured log of the control plane itself. The event is a dotted name; fields carry the rest. */
export interface Logger {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}
export type LogFields = Readonly<Record<string, unknown>>;

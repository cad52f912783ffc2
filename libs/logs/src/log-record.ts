export const logLevels = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'] as const;
export type LogLevel = (typeof logLevels)[number];

/** What a line says, read by the grammar of its program. */
export interface ParsedLine {
  /** The line as the program wrote it, secrets taken out. */
  readonly raw: string;
  readonly level: LogLevel;
  /** Without time, level and colours. */
  readonly message: string;
  /** As the program wrote it, where the grammar knows it. */
  readonly time?: string;
}

/** A line with its place in the stream; `sequence` grows by one. `at`: when we read it, epoch milliseconds. */
export interface LogRecord extends ParsedLine {
  readonly sequence: number;
  readonly at: number;
}

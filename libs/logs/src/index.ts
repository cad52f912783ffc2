/**
 * Bytes in a file → redacted records → bounded readers. Must never know sockets or who reads.
 */
export { type LogLevel, logLevels, type LogRecord, type ParsedLine } from './log-record.ts';
export {
  type LogBatch,
  type LogStream,
  type LogStreamOptions,
  type LogSubscription,
  openLogStream,
} from './log-stream.ts';
export { createLineParser } from './parse-line.ts';
export { listLogFiles, type LogRequest, readLogTail } from './read-log.ts';
export { createRedactor, redacted } from './redact.ts';
export { createLineSplitter, type LineSplitter, longestLine } from './split-lines.ts';

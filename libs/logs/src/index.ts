/**
 * Bytes in a file → redacted records → bounded readers. Must never know sockets or who reads.
 */
export { type LogLevel, logLevels, type LogRecord, type ParsedLine } from './log-record.ts';
export { followLog, type FollowRequest, type LogPiece } from './following/follow-log.ts';
export { createLineParser } from './parse-line.ts';
export { type LogRequest, readLogTail } from './reading/read-log.ts';
export { type LogBytes, readLogRange } from './reading/read-range.ts';
export { type LogTail, readLogEnd } from './reading/read-tail.ts';
export { createLogRotator, type LogRotator, type RotatorParts } from './rotation/log-rotator.ts';
export { type RotationLimits, type RotationSettings, toRotationLimits } from './rotation/rotation-limits.ts';
export { createRedactor, redacted } from './redact.ts';
export { createLineSplitter, type LineSplitter, longestLine } from './split-lines.ts';

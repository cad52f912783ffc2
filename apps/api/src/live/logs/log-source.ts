import type { LogSpec } from '@showrunner/catalog';
import { type LogRecordView, toUnitId } from '@showrunner/contracts';
import { createLineParser, followLog, type LogPiece, readLogTail } from '@showrunner/logs';
import type { ServedPlatform, ServedStack } from '../../served.ts';
import { newestMatch } from './newest-match.ts';

/** Logs of processes: whole lines, secrets taken out. */
export interface LogSource {
  /** The real file that a process logs to. */
  fileOf(processName: string): Promise<string | undefined>;
  /** The last records, oldest first. */
  tail(processName: string, count: number): Promise<readonly LogRecordView[]>;
  /** The last records, then what comes, until the signal says stop. */
  follow(
    processName: string,
    tail: number,
    take: (piece: LogPiece) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void>;
  redact(line: string): string;
}

/** So much is read of a file for its last lines. */
const tailBytes = 4 * 1024 * 1024;

/** Reads and follows the logs of the stack's processes. */
export function createLogSource(stack: ServedStack, platform: Pick<ServedPlatform, 'files' | 'clock'>): LogSource {
  const { files, clock } = platform;
  const redact = (line: string) => stack.redact(line);
  const specOf = (processName: string) => stack.engine.specOf(toUnitId(processName))?.spec;
  const grammarOf = (processName: string): LogSpec => specOf(processName)?.logs ?? { from: 'output', patterns: [] };

  const fileOf = async (processName: string): Promise<string | undefined> => {
    const { from } = grammarOf(processName);
    const own = from === 'output' ? undefined : await newestMatch(files, stack.realPath(from.own));
    return own ?? (await stack.logFile(processName)) ?? specOf(processName)?.outputFile;
  };

  return {
    fileOf,
    redact,
    async tail(processName, count) {
      const path = await fileOf(processName);
      if (path === undefined) return [];
      const lines = await readLogTail({ files, path, lines: count, limitBytes: tailBytes, redact });
      const parse = createLineParser(grammarOf(processName));
      return lines.map((line, index) => {
        const { level, message, raw } = parse(line);
        return { sequence: index + 1, at: null, level, message, raw };
      });
    },
    async follow(processName, tail, take, signal) {
      const path = await fileOf(processName);
      if (path === undefined || signal.aborted) return;
      await followLog({ files, clock, path, spec: grammarOf(processName), redact, tail, take }, signal);
    },
  };
}

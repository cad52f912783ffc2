import type { Files } from '@showrunner/platform';
import { createLineSplitter } from './split-lines.ts';

/** What of a log is asked for. */
export interface LogRequest {
  readonly files: Files;
  readonly path: string;
  /** At most so many lines, the newest. */
  readonly lines: number;
  /** At most so much is read of all files together. */
  readonly limitBytes: number;
  readonly redact: (line: string) => string;
}

/** Reads a log's last lines, oldest first; where the file is too short, its rotated siblings are read as well. */
export async function readLogTail(request: LogRequest): Promise<readonly string[]> {
  let room = request.limitBytes;
  let lines: readonly string[] = [];
  for (const path of await listLogFiles(request.files, request.path)) {
    if (lines.length >= request.lines || room <= 0) break;
    const read = await readEnd(request.files, path, room);
    room -= read.sizeBytes;
    lines = [...read.lines, ...lines];
  }
  return lines.slice(-request.lines).map((line) => request.redact(line));
}

/** The log file and its rotated siblings (`name.1`, `name.2`, …), newest first; only those that exist. */
export async function listLogFiles(files: Files, path: string): Promise<readonly string[]> {
  const slash = path.lastIndexOf('/');
  const directory = path.slice(0, slash) || '/';
  const name = path.slice(slash + 1);
  if ((await files.facts(directory)) === undefined) return [];
  const siblings = (await files.list(directory)).flatMap((sibling) => {
    if (sibling === name) return [{ index: 0, sibling }];
    const index = sibling.startsWith(`${name}.`) ? sibling.slice(name.length + 1) : '';
    return /^\d{1,6}$/.test(index) ? [{ index: Number(index), sibling }] : [];
  });
  return siblings.sort((left, right) => left.index - right.index).map(({ sibling }) => `${directory}/${sibling}`);
}

async function readEnd(
  files: Files,
  path: string,
  limitBytes: number,
): Promise<{ lines: readonly string[]; sizeBytes: number }> {
  const sizeBytes = (await files.facts(path))?.sizeBytes ?? 0;
  const from = Math.max(0, sizeBytes - limitBytes);
  const bytes = await files.readRange(path, from, limitBytes);
  const splitter = createLineSplitter();
  const whole = splitter.push(bytes);
  const last = splitter.flush();
  const lines = last === undefined ? whole : [...whole, last];
  return { lines: from > 0 ? lines.slice(1) : lines, sizeBytes: bytes.length };
}

import type { Files } from '@showrunner/platform';
import { createLineSplitter } from '../split-lines.ts';
import { readLogEnd } from './read-tail.ts';

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

/** Reads a log's last lines, oldest first; where the file is too short, its archives and rotated siblings as well. */
export async function readLogTail(request: LogRequest): Promise<readonly string[]> {
  const { files, path } = request;
  const end = await readLogEnd(files, path, request.limitBytes);
  let room = request.limitBytes - end.bytes.length;
  let lines = toLines(end.bytes, end.whole);
  for (const sibling of end.whole ? await listSiblings(files, path) : []) {
    if (lines.length >= request.lines || room <= 0) break;
    const sizeBytes = (await files.facts(sibling))?.sizeBytes ?? 0;
    const from = Math.max(0, sizeBytes - room);
    const bytes = await files.readRange(sibling, from, room);
    room -= bytes.length;
    lines = [...toLines(bytes, from === 0), ...lines];
  }
  return lines.slice(-request.lines).map((line) => request.redact(line));
}

/** Rotated siblings that a program makes itself (`name.1`, `name.2`, …), newest first. */
async function listSiblings(files: Files, path: string): Promise<readonly string[]> {
  const slash = path.lastIndexOf('/');
  const directory = path.slice(0, slash) || '/';
  const name = path.slice(slash + 1);
  if ((await files.facts(directory)) === undefined) return [];
  const siblings = (await files.list(directory)).flatMap((sibling) => {
    const index = sibling.startsWith(`${name}.`) ? sibling.slice(name.length + 1) : '';
    return /^\d{1,5}$/.test(index) ? [{ index: Number(index), sibling }] : [];
  });
  return siblings.sort((left, right) => left.index - right.index).map(({ sibling }) => `${directory}/${sibling}`);
}

function toLines(bytes: Uint8Array, whole: boolean): readonly string[] {
  const splitter = createLineSplitter();
  const ended = splitter.push(bytes);
  const last = splitter.flush();
  const lines = last === undefined ? ended : [...ended, last];
  return whole ? lines : lines.slice(1);
}

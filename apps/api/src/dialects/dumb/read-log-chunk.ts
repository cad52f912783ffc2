import type { LogsAnswer } from '@showrunner/contracts';
import { type LogTail, readLogEnd, readLogRange } from '@showrunner/logs';
import type { FileFacts, Files } from '@showrunner/platform';

/** What of a log file a client asks for. */
export interface ChunkRequest {
  readonly files: Files;
  readonly path: string;
  /** Where the last answer ended; absent at the first call. */
  readonly cursor: number | undefined;
  readonly fileId: string | undefined;
  readonly tailBytes: number;
  readonly redact: (line: string) => string;
}

type Chunk = Omit<LogsAnswer, 'process_name' | 'log'>;

const lineFeed = 10;

/**
 * The whole lines of a log from a cursor on, or its last ones, rotations or not: offsets stay what they are when a log is
 * rotated. A line that is not finished is delivered later in one piece, so that no secret is cut in two and slips through.
 */
export async function readLogChunk(request: ChunkRequest): Promise<Chunk | undefined> {
  const { files, path, cursor, fileId, tailBytes } = request;
  const facts = await files.facts(path);
  if (facts === undefined || facts.kind === 'directory') return undefined;
  const { sizeBytes: size, id } = facts;
  const replaced = fileId !== undefined && fileId !== id;
  const from = Math.max(0, cursor ?? 0);
  const reset = cursor === undefined || replaced || from > size || size - from > tailBytes;
  const { bytes, whole } = reset ? await readLast(request, facts) : await readFrom(request, facts, from);
  const first = whole ? 0 : bytes.indexOf(lineFeed) + 1;
  const end = bytes.lastIndexOf(lineFeed) + 1;
  const begins = whole || first > 0;
  if (!begins || end <= first) {
    const start = reset ? Math.max(0, size - tailBytes) : from;
    return { size, cursor: begins ? size - bytes.length + first : start, chunk: '', reset, file_id: id };
  }
  const text = new TextDecoder().decode(bytes.subarray(first, end));
  const chunk = text.split('\n').map(request.redact).join('\n');
  return { size, cursor: size - bytes.length + end, chunk, reset, file_id: id };
}

/** One byte more to the left shows whether a line begins where we begin. */
async function readFrom({ files, path }: ChunkRequest, facts: FileFacts, from: number): Promise<LogTail> {
  const asked = Math.max(0, from - 1);
  const read = await readLogRange(files, path, facts, { from: asked, to: facts.sizeBytes });
  return { bytes: read.bytes, whole: from === 0 || read.from > asked };
}

async function readLast({ files, path, tailBytes }: ChunkRequest, facts: FileFacts): Promise<LogTail> {
  const { bytes, whole } = await readLogEnd(files, path, tailBytes + 1, facts);
  return { bytes, whole: whole && bytes.length <= tailBytes };
}

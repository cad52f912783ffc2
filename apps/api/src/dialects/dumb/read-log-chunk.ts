import type { LogsAnswer } from '@showrunner/contracts';
import type { Files } from '@showrunner/platform';

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
 * The whole lines of a file from a cursor on, or its last ones. A line that is not finished is delivered later in one
 * piece, so that no secret is cut in two and slips through.
 */
export async function readLogChunk(request: ChunkRequest): Promise<Chunk | undefined> {
  const { files, path, cursor, fileId, tailBytes } = request;
  const facts = await files.facts(path);
  if (facts === undefined || facts.kind === 'directory') return undefined;
  const { sizeBytes: size, id } = facts;
  const replaced = fileId !== undefined && fileId !== id;
  const from = Math.max(0, cursor ?? 0);
  const reset = cursor === undefined || replaced || from > size || size - from > tailBytes;
  const start = reset ? Math.max(0, size - tailBytes) : from;

  // One byte more to the left shows whether a line begins where we begin.
  const readFrom = Math.max(0, start - 1);
  const bytes = await files.readRange(path, readFrom, size - readFrom);
  const first = start === 0 ? 0 : bytes.indexOf(lineFeed) + 1;
  const end = bytes.lastIndexOf(lineFeed) + 1;
  const begins = start === 0 || first > 0;
  if (!begins || end <= first) {
    return { size, cursor: begins ? readFrom + first : start, chunk: '', reset, file_id: id };
  }
  const text = new TextDecoder().decode(bytes.subarray(first, end));
  const chunk = text.split('\n').map(request.redact).join('\n');
  return { size, cursor: readFrom + end, chunk, reset, file_id: id };
}

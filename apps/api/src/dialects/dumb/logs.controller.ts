import { Controller, Inject, Query } from '@nestjs/common';
import { LogsAnswer, LogsQuery } from '@showrunner/contracts';
import { Route } from '../../http/routes/endpoint.ts';
import { newestMatch } from '../../live/logs/newest-match.ts';
import { startMark } from '../../own-log/own-log.ts';
import { type Parts, PARTS } from '../../parts.ts';
import { readLogChunk } from './read-log-chunk.ts';

/** As much of our own log is looked through for the last start: the most that anybody may ask for. */
const wholeLogBytes = 8_388_608;
const ownNames = new Set(['dmb', 'dmb api', 'dmb api service', 'dumb', 'dumb api', 'dumb api service']);

/** Log files, piece by piece. */
@Controller()
export class LogsController {
  private readonly parts: Parts;

  constructor(@Inject(PARTS) parts: Parts) {
    this.parts = parts;
  }

  @Route({
    method: 'GET',
    path: '/logs',
    role: 'viewer',
    tag: 'Logs',
    summary: 'The last lines of a log, or what has come since a cursor',
    query: LogsQuery,
    response: LogsAnswer,
  })
  async read(@Query() query: LogsQuery): Promise<LogsAnswer> {
    const { process_name: name, cursor, file_id: fileId, tail_bytes: tailBytes = 131_072 } = query;
    const isOwn = ownNames.has(name.toLowerCase().replace(/[_ ]+/g, ' ').trim());
    const path = isOwn ? await this.ownFile() : await this.parts.logs.fileOf(name);
    const { files } = this.parts.platform;
    const { redact } = this.parts.logs;
    const isFirst = cursor === undefined;
    const bytes = isOwn && isFirst ? wholeLogBytes : tailBytes;
    const read = path && (await readLogChunk({ files, path, cursor, fileId, tailBytes: bytes, redact }));
    const known = read || { size: 0, cursor: 0, chunk: '', reset: true, file_id: null };
    const chunk = isOwn && isFirst ? fromLastStart(known.chunk) : known.chunk;
    return { process_name: name, ...known, chunk, log: isFirst ? chunk : null };
  }

  /** What an earlier start has left is read until there is a line of this one. */
  private async ownFile(): Promise<string | undefined> {
    const { ownLog, platform, stack } = this.parts;
    await ownLog.flush();
    return ownLog.path() ?? (await newestMatch(platform.files, stack.realPath('/log/DUMB-*.log')));
  }
}

/** The lines since the last start; all of them where none is there. */
function fromLastStart(text: string): string {
  const mark = text.lastIndexOf(` - INFO - ${startMark}`);
  return mark < 0 ? text : text.slice(text.lastIndexOf('\n', mark) + 1);
}

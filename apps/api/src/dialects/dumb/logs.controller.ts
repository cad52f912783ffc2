import { Controller, Inject, Query } from '@nestjs/common';
import { LogsAnswer, LogsQuery } from '@showrunner/contracts';
import { Route } from '../../http/routes/endpoint.ts';
import { newestMatch } from '../../live/logs/newest-match.ts';
import { type Parts, PARTS } from '../../parts.ts';
import { readLogChunk } from './read-log-chunk.ts';

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
    const path = name === '' ? undefined : await this.fileOf(name);
    const { files } = this.parts.platform;
    const { redact } = this.parts.logs;
    const chunk =
      path === undefined ? undefined : await readLogChunk({ files, path, cursor, fileId, tailBytes, redact });
    const known = chunk ?? { size: 0, cursor: 0, chunk: '', reset: true, file_id: null };
    return { process_name: name, ...known, log: cursor === undefined ? known.chunk : null };
  }

  private fileOf(name: string): Promise<string | undefined> {
    if (!ownNames.has(name.toLowerCase().replace(/[_ ]+/g, ' ').trim())) return this.parts.logs.fileOf(name);
    return newestMatch(this.parts.platform.files, this.parts.stack.realPath('/log/DUMB-*.log'));
  }
}

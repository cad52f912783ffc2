import { type Static, Type } from '../../schema.ts';
import { Nullable } from './common.ts';

/** `GET /logs` */
export const LogsQuery = Type.Object({
  process_name: Type.String(),
  cursor: Type.Optional(Type.Integer()),
  tail_bytes: Type.Optional(Type.Integer({ minimum: 1024, maximum: 8_388_608, default: 131_072 })),
  file_id: Type.Optional(Type.String({ maxLength: 128 })),
});
export type LogsQuery = Static<typeof LogsQuery>;

export const LogsAnswer = Type.Object({
  process_name: Type.String(),
  /** Bytes in the file when it was read. */
  size: Type.Integer(),
  /** Raw byte offset to send next. */
  cursor: Type.Integer(),
  chunk: Type.String(),
  /** True: `chunk` replaces what the reader has; false: it follows. */
  reset: Type.Boolean(),
  file_id: Nullable(Type.String()),
  log: Nullable(Type.String()),
});
export type LogsAnswer = Static<typeof LogsAnswer>;

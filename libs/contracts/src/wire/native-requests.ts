import { OperationView } from '../operation.ts';
import { type Static, Type } from '../schema.ts';

/** `GET /api/native/operations` */
export const OperationsQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
});
export type OperationsQuery = Static<typeof OperationsQuery>;
export const OperationsAnswer = Type.Object({ operations: Type.Array(OperationView) });

/** `GET /api/native/document`: what is stored, secrets masked. */
export const DocumentAnswer = Type.Object({
  document: Type.Record(Type.String(), Type.Unknown()),
  revision: Type.String(),
  /** JSON pointers whose effective value comes from the environment. */
  overridden: Type.Array(Type.String()),
  schema: Type.Record(Type.String(), Type.Unknown()),
  warnings: Type.Array(Type.String()),
});
export type DocumentAnswer = Static<typeof DocumentAnswer>;

/** `POST /api/native/document/check` */
export const DocumentCheckBody = Type.Object({ document: Type.Record(Type.String(), Type.Unknown()) });
export type DocumentCheckBody = Static<typeof DocumentCheckBody>;
export const DocumentCheckAnswer = Type.Object({
  issues: Type.Array(
    Type.Object({
      path: Type.Array(Type.Union([Type.String(), Type.Number()])),
      message: Type.String(),
      remedy: Type.Optional(Type.String()),
    }),
  ),
});

/** One record of a process's log. */
export const LogRecordView = Type.Object({
  sequence: Type.Integer(),
  /** Epoch milliseconds; null where the line says no time. */
  at: Type.Union([Type.Number(), Type.Null()]),
  level: Type.String(),
  message: Type.String(),
  raw: Type.String(),
});
export type LogRecordView = Static<typeof LogRecordView>;

/** `GET /api/native/logs/:processName` */
export const LogTailQuery = Type.Object({
  tail: Type.Optional(Type.Integer({ minimum: 1, maximum: 5_000, default: 500 })),
});
export type LogTailQuery = Static<typeof LogTailQuery>;
export const LogTailAnswer = Type.Object({ processName: Type.String(), records: Type.Array(LogRecordView) });

/** `POST /api/native/ticket`: lets one socket in, once, within its life of seconds. */
export const TicketAnswer = Type.Object({ ticket: Type.String(), expiresInMs: Type.Integer() });

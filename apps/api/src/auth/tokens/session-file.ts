import { Type } from '@showrunner/contracts';
import type { Files } from '@showrunner/platform';
import { schemaCheck } from '../../schema-check.ts';

/** One session as it is kept. */
export interface Session {
  readonly accountId: string;
  /** The account's when it was opened: a later one ends it. */
  readonly tokenVersion: number;
  /** Names of the refresh token that is good now, and of the one before. */
  readonly current: string;
  readonly previous?: string;
  /** Epoch milliseconds. */
  readonly openedAt: number;
  /** When it was renewed last, epoch milliseconds. */
  readonly rotatedAt: number;
  readonly address: string;
  readonly agent: string;
  /** A provider vouches for it. */
  readonly external?: true;
}

const isSessions = schemaCheck<Readonly<Record<string, Session>>>(
  Type.Record(
    Type.String(),
    Type.Object({
      accountId: Type.String(),
      tokenVersion: Type.Integer(),
      current: Type.String(),
      previous: Type.Optional(Type.String()),
      openedAt: Type.Number(),
      rotatedAt: Type.Number(),
      address: Type.String(),
      agent: Type.String(),
      external: Type.Optional(Type.Literal(true)),
    }),
  ),
);

/** What cannot be read, or is of an older version, is no session: everybody signs in again. */
export async function readSessions(files: Files, path: string): Promise<Map<string, Session>> {
  const text = await files.readText(path);
  if (text === undefined) return new Map();
  try {
    const value: unknown = JSON.parse(text);
    return new Map(isSessions(value) ? Object.entries(value) : []);
  } catch {
    return new Map();
  }
}

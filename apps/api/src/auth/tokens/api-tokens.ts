import { createHash } from 'node:crypto';
import { Problem, type Role, Type } from '@showrunner/contracts';
import type { Clock, Files, Ids } from '@showrunner/platform';
import { schemaCheck } from '../../schema-check.ts';
import type { Account } from '../accounts/account.ts';

/** By this a token for programs is told from the one of a browser, also by scanners for lost secrets. */
export const tokenPrefix = 'sr_';
const mostTokens = 50;
const dayMs = 24 * 3600 * 1000;
/** When it was used last is kept no finer than this. */
const usedGrainMs = 10 * 60 * 1000;

/** A token for a program as it is kept: nothing of it can be used to come in. */
export interface ApiToken {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  /** It never may more than its account may. */
  readonly role: Role;
  /** SHA-256 of the token, hexadecimal. */
  readonly hash: string;
  /** Epoch milliseconds; `null`: never. */
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly lastUsedAt: number | null;
}

export interface NewApiToken {
  readonly name: string;
  readonly role: Role;
  /** Days until it ends; absent: never. */
  readonly expiresInDays?: number;
}

/** Tokens for scripts and other programs, each with a role and an end. */
export interface ApiTokens {
  /** The only time that the token itself is to be seen. @throws Problem `auth.conflict` for one too many */
  create(account: Account, wanted: NewApiToken): Promise<{ token: string; made: ApiToken }>;
  /** Whose token it is. @throws Problem `auth.required` for one that is unknown or has expired */
  read(token: string): ApiToken;
  has(id: string): boolean;
  /** Those of an account, the newest first. */
  of(accountId: string): readonly ApiToken[];
  /** Whether there was such a token. */
  remove(accountId: string, id: string): Promise<boolean>;
  /** Calls back when one was removed; the answer ends it. */
  onEnd(listener: () => void): () => void;
  /** Resolves when nothing is being written any more. */
  whenSaved(): Promise<void>;
}

const areTokens = schemaCheck<readonly ApiToken[]>(
  Type.Array(
    Type.Object({
      id: Type.String({ minLength: 1 }),
      accountId: Type.String({ minLength: 1 }),
      name: Type.String(),
      role: Type.String({ enum: ['viewer', 'operator', 'admin'] }),
      hash: Type.String({ pattern: '^[0-9a-f]{64}$' }),
      createdAt: Type.Number(),
      expiresAt: Type.Union([Type.Number(), Type.Null()]),
      lastUsedAt: Type.Union([Type.Number(), Type.Null()]),
    }),
  ),
);

export async function openApiTokens(options: {
  files: Files;
  clock: Clock;
  ids: Ids;
  path: string;
  /** Told when a change that nobody waits for could not be kept. */
  onSaveFailure: (error: unknown) => void;
}): Promise<ApiTokens> {
  const { files, clock, ids, path } = options;
  const tokens = new Map((await readTokens(files, path)).map((token) => [token.hash, token]));
  const listeners = new Set<() => void>();
  let writing: Promise<void> = Promise.resolve();

  const save = (): Promise<void> => {
    const next = writing.then(() => files.write(path, JSON.stringify([...tokens.values()]), { mode: 0o600 }));
    writing = next.catch(() => undefined); // told to whoever waits for it
    return next;
  };
  const of = (accountId: string) =>
    [...tokens.values()]
      .filter((token) => token.accountId === accountId)
      .toSorted((a, b) => b.createdAt - a.createdAt || a.id.localeCompare(b.id));
  const touch = (token: ApiToken) => {
    if (token.lastUsedAt !== null && clock.now() - token.lastUsedAt < usedGrainMs) return;
    tokens.set(token.hash, { ...token, lastUsedAt: clock.now() });
    save().catch(options.onSaveFailure);
  };

  return {
    of,
    async create({ id: accountId }, { name, role, expiresInDays }) {
      if (of(accountId).length >= mostTokens) {
        throw new Problem('auth.conflict', `An account has at most ${mostTokens} tokens. Delete one that is not used.`);
      }
      const token = tokenPrefix + ids.secret(32);
      const now = clock.now();
      const made: ApiToken = {
        id: ids.next('token'),
        accountId,
        name: name.trim(),
        role,
        hash: hashOf(token),
        createdAt: now,
        expiresAt: expiresInDays === undefined ? null : now + expiresInDays * dayMs,
        lastUsedAt: null,
      };
      tokens.set(made.hash, made);
      await save();
      return { token, made };
    },
    read(text) {
      const token = tokens.get(hashOf(text));
      if (token === undefined) throw new Problem('auth.required', 'This token is not known, or was deleted.');
      if (token.expiresAt !== null && token.expiresAt <= clock.now()) {
        throw new Problem('auth.required', `The token “${token.name}” has expired. Make a new one.`);
      }
      touch(token);
      return token;
    },
    has: (id) => [...tokens.values()].some((token) => token.id === id),
    async remove(accountId, id) {
      const token = of(accountId).find((one) => one.id === id);
      if (token === undefined) return false;
      tokens.delete(token.hash);
      for (const listener of [...listeners]) listener();
      await save();
      return true;
    },
    onEnd(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    whenSaved: () => writing,
  };
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

/** What cannot be read lets nobody in. */
async function readTokens(files: Files, path: string): Promise<readonly ApiToken[]> {
  const text = await files.readText(path);
  if (text === undefined) return [];
  try {
    const value: unknown = JSON.parse(text);
    return areTokens(value) ? value : [];
  } catch {
    return [];
  }
}

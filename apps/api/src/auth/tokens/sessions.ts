import { Problem } from '@showrunner/contracts';
import type { Clock, Files, Ids } from '@showrunner/platform';
import type { Account } from '../accounts/account.ts';
import { readSessions, type Session } from './session-file.ts';
import { refreshSecondsOf } from './tokens.ts';

/** Two tabs may renew at once with the same token: for so long the one before counts as well. */
const graceMs = 30_000;
/** After so long a provider is asked again who somebody is and in which groups, however busy the session is. */
const longestExternalMs = 7 * 24 * 3600_000;

/** From where somebody signs in. */
export interface Origin {
  readonly address: string;
  /** The `User-Agent` header, shortened. */
  readonly agent: string;
}

/**
 * Who is signed in, and where. A session is a chain of refresh tokens: each is good once, and one that comes back ends the
 * session. With it end its access tokens and its sockets.
 */
export interface Sessions {
  open(account: Account, origin: Origin): Promise<{ id: string; jti: string }>;
  /** Answers the next token of the chain. @throws Problem `auth.required` when the session has ended */
  rotate(id: string, jti: string, origin: Origin): Promise<{ jti: string }>;
  has(id: string): boolean;
  /** Those of an account, the one used last first. */
  of(accountId: string): readonly (Session & { readonly id: string })[];
  /** Ends those that are not to be kept; answers how many. */
  retain(keep: (session: Session, id: string) => boolean): Promise<number>;
  /** Calls back when sessions have ended; the answer ends it. */
  onEnd(listener: () => void): () => void;
  /** Resolves when nothing is being written any more. */
  whenSaved(): Promise<void>;
}

export async function openSessions(options: { files: Files; clock: Clock; ids: Ids; path: string }): Promise<Sessions> {
  const { files, clock, ids, path } = options;
  const sessions = await readSessions(files, path);
  const listeners = new Set<() => void>();
  let writing: Promise<void> = Promise.resolve();

  const isOver = ({ rotatedAt, openedAt, external }: Session) =>
    rotatedAt < clock.now() - refreshSecondsOf({ external }) * 1000 ||
    (external === true && openedAt < clock.now() - longestExternalMs);
  const save = (): Promise<void> => {
    for (const [id, session] of sessions) if (isOver(session)) sessions.delete(id);
    const next = writing.then(() => files.write(path, JSON.stringify(Object.fromEntries(sessions)), { mode: 0o600 }));
    writing = next.catch(() => undefined); // told to whoever waits for it
    return next;
  };
  const retain: Sessions['retain'] = async (keep) => {
    const ended = [...sessions].filter(([id, session]) => !keep(session, id));
    if (ended.length === 0) return 0;
    for (const [id] of ended) sessions.delete(id);
    for (const listener of [...listeners]) listener();
    await save();
    return ended.length;
  };

  return {
    retain,
    async open({ id: accountId, tokenVersion, external }, origin) {
      const id = ids.secret(12);
      const jti = ids.secret(12);
      const now = clock.now();
      const kind = external === undefined ? {} : { external: true as const };
      sessions.set(id, { accountId, tokenVersion, current: jti, openedAt: now, rotatedAt: now, ...origin, ...kind });
      await save();
      return { id, jti };
    },
    async rotate(id, jti, origin) {
      const session = sessions.get(id);
      if (session === undefined || isOver(session)) {
        throw new Problem('auth.required', 'This session has ended. Sign in again.');
      }
      if (jti === session.current) {
        const next = ids.secret(12);
        sessions.set(id, { ...session, ...origin, current: next, previous: jti, rotatedAt: clock.now() });
        await save();
        return { jti: next };
      }
      if (jti === session.previous && clock.now() - session.rotatedAt < graceMs) return { jti: session.current };
      await retain((_, other) => other !== id);
      throw new Problem('auth.required', 'This session was ended because an old token of it came back. Sign in again.');
    },
    has: (id) => sessions.has(id),
    of: (accountId) =>
      [...sessions]
        .filter(([, session]) => session.accountId === accountId && !isOver(session))
        .map(([id, session]) => ({ ...session, id }))
        .toSorted((a, b) => b.rotatedAt - a.rotatedAt),
    onEnd(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    whenSaved: () => writing,
  };
}

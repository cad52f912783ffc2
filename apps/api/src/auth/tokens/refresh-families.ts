import { Problem } from '@showrunner/contracts';
import type { Clock, Files, Ids } from '@showrunner/platform';
import { refreshSeconds } from './tokens.ts';

/** Two tabs may renew at once with the same token: for so long the one before counts as well. */
const graceMs = 30_000;

interface Family {
  readonly accountId: string;
  readonly current: string;
  readonly previous?: string;
  readonly rotatedAt: number;
}

/** Chains of refresh tokens: each is good once, and one that comes back ends its whole chain. */
export interface RefreshFamilies {
  open(accountId: string): Promise<{ family: string; jti: string }>;
  /** Answers the next token of the chain. @throws Problem `auth.required` when the chain has ended or was broken */
  rotate(family: string, jti: string): Promise<{ jti: string }>;
}

export async function openRefreshFamilies(options: {
  files: Files;
  clock: Clock;
  ids: Ids;
  path: string;
}): Promise<RefreshFamilies> {
  const { files, clock, ids, path } = options;
  const families = await readFamilies(files, path);
  let writing: Promise<void> = Promise.resolve();

  const save = (): Promise<void> => {
    const oldest = clock.now() - refreshSeconds * 1000;
    for (const [id, family] of families) if (family.rotatedAt < oldest) families.delete(id);
    const next = writing.then(() => files.write(path, JSON.stringify(Object.fromEntries(families)), { mode: 0o600 }));
    writing = next.catch(() => undefined); // told to whoever waits for it
    return next;
  };

  return {
    async open(accountId) {
      const family = ids.secret(12);
      const jti = ids.secret(12);
      families.set(family, { accountId, current: jti, rotatedAt: clock.now() });
      await save();
      return { family, jti };
    },
    async rotate(id, jti) {
      const family = families.get(id);
      if (family === undefined) throw new Problem('auth.required', 'This session has ended. Sign in again.');
      if (jti === family.current) {
        const next = ids.secret(12);
        families.set(id, { ...family, current: next, previous: jti, rotatedAt: clock.now() });
        await save();
        return { jti: next };
      }
      if (jti === family.previous && clock.now() - family.rotatedAt < graceMs) return { jti: family.current };
      families.delete(id);
      await save();
      throw new Problem('auth.required', 'This session was ended because an old token of it came back. Sign in again.');
    },
  };
}

/** What cannot be read is no session: everybody signs in again. */
async function readFamilies(files: Files, path: string): Promise<Map<string, Family>> {
  const text = await files.readText(path);
  if (text === undefined) return new Map();
  try {
    return new Map(Object.entries(JSON.parse(text) as Record<string, Family>)); // written by `save` only
  } catch {
    return new Map();
  }
}

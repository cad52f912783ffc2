import { Type } from '@showrunner/contracts';
import type { Ids } from '@showrunner/platform';
import { schemaCheck } from '../../schema-check.ts';
import { type AccountBook, emptyBook } from './account.ts';

interface DumbUsers {
  readonly enabled?: boolean;
  readonly setup_skipped?: boolean;
  readonly users?: readonly { username: string; password: string; disabled?: boolean }[];
}

/** What DUMB keeps in `users.json`, as far as it is about passwords; its field `password` holds the bcrypt hash. */
const isDumbUsers = schemaCheck<DumbUsers>(
  Type.Object({
    enabled: Type.Optional(Type.Boolean()),
    setup_skipped: Type.Optional(Type.Boolean()),
    users: Type.Optional(
      Type.Array(
        Type.Object({
          username: Type.String({ minLength: 1 }),
          password: Type.String({ pattern: '^\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{53}$' }),
          disabled: Type.Optional(Type.Boolean()),
        }),
      ),
    ),
  }),
);

/**
 * The accounts of DUMB as ours: everybody there could do everything. Its signing secret is left behind, so that nobody
 * is signed in by an old token.
 * @returns `undefined` for what is no such file
 */
export function importUsers(text: string, ids: Ids, now: number): AccountBook | undefined {
  const value = parse(text);
  if (!isDumbUsers(value)) return undefined;
  const { enabled = false, setup_skipped: setupSkipped = false, users = [] } = value;
  if (new Set(users.map(({ username }) => username)).size < users.length) return undefined;
  return {
    ...emptyBook,
    enabled,
    setupSkipped,
    accounts: users.map(({ username, password, disabled = false }) => ({
      id: ids.next('account'),
      username,
      passwordHash: password,
      role: 'admin',
      disabled,
      tokenVersion: 1,
      createdAt: now,
    })),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the same as wrong JSON.
    return undefined;
  }
}

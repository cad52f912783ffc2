import { AuthMode, OidcProvider, Problem, Type } from '@showrunner/contracts';
import type { Clock, Files, Ids, Logger } from '@showrunner/platform';
import { type AccountBook, emptyBook } from './account.ts';
import { importUsers } from './import-users.ts';
import { schemaCheck } from '../../schema-check.ts';

/** The one place where accounts are kept. Read once; we are its only writer. */
export interface AccountStore {
  /** @throws Problem `auth.locked` while the file cannot be read */
  book(): AccountBook;
  /** The same, absent while the file cannot be read. */
  peek(): AccountBook | undefined;
  /** Changes the book, one change after the other; what `edit` throws leaves it as it was. */
  update(edit: (book: AccountBook) => AccountBook): Promise<AccountBook>;
  /** Calls back after every change; the answer ends it. */
  onChange(listener: () => void): () => void;
}

/** Files of before there were providers know no mode. */
type KeptBook = Omit<AccountBook, 'mode'> & Partial<Pick<AccountBook, 'mode'>>;

const isBook = schemaCheck<KeptBook>(
  Type.Object({
    enabled: Type.Boolean(),
    setupSkipped: Type.Boolean(),
    mode: Type.Optional(AuthMode),
    oidc: Type.Optional(OidcProvider),
    accounts: Type.Array(
      Type.Object({
        id: Type.String({ minLength: 1 }),
        username: Type.String({ minLength: 1 }),
        passwordHash: Type.Optional(Type.String({ pattern: '^\\$2[aby]\\$' })),
        external: Type.Optional(
          Type.Object({
            issuer: Type.String({ minLength: 1 }),
            subject: Type.String({ minLength: 1 }),
            groups: Type.Array(Type.String()),
          }),
        ),
        role: Type.String({ enum: ['viewer', 'operator', 'admin'] }),
        disabled: Type.Boolean(),
        tokenVersion: Type.Integer(),
        createdAt: Type.Number(),
      }),
    ),
  }),
);

interface StoreOptions {
  readonly files: Files;
  readonly logger: Logger;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly path: string;
  /** DUMB's file, taken over once where there is none of ours. */
  readonly dumbPath: string;
}

/** Opens the accounts. A file that cannot be read locks the door instead of opening it, and is left as it is. */
export async function openAccountStore(options: StoreOptions): Promise<AccountStore> {
  const { files, path } = options;
  const listeners = new Set<() => void>();
  let current = (await readBook(options)) ?? (await takeOver(options));
  let writing: Promise<unknown> = Promise.resolve();

  const book = (): AccountBook => {
    if (current !== 'unreadable') return current;
    throw new Problem('auth.locked', 'The file with the accounts cannot be read; the log says which one it is.');
  };

  return {
    book,
    peek: () => (current === 'unreadable' ? undefined : current),
    update(edit) {
      const change = writing.then(async () => {
        const next = edit(book());
        await files.write(path, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
        current = next;
        for (const listener of [...listeners]) listener();
        return next;
      });
      writing = change.catch(() => undefined); // told to whoever asked for the change
      return change;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

async function readBook({ files, logger, path }: StoreOptions): Promise<AccountBook | 'unreadable' | undefined> {
  const text = await files.readText(path);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (isBook(value)) return { ...emptyBook, ...value };
  } catch {
    // Not JSON: the same as wrong JSON, and never "no accounts".
  }
  logger.error('auth.locked', { path });
  return 'unreadable';
}

/** The accounts that DUMB has left, kept as ours from now on; its own file stays as it is. */
async function takeOver({ files, logger, ids, clock, path, dumbPath }: StoreOptions) {
  const text = await files.readText(dumbPath);
  if (text === undefined) return emptyBook;
  const book = importUsers(text, ids, clock.now());
  if (book === undefined) {
    logger.error('auth.locked', { path: dumbPath });
    return 'unreadable';
  }
  await files.write(path, `${JSON.stringify(book, null, 2)}\n`, { mode: 0o600 });
  logger.info('auth.taken-over', { from: dumbPath, accounts: book.accounts.length });
  return book;
}

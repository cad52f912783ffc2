import { readFile } from 'node:fs/promises';
import type { Owner } from '@showrunner/platform';

/** One line of the account file. */
export interface Account {
  readonly name: string;
  readonly owner: Owner;
  readonly home: string;
}

/** Accounts of this machine. Only the local file: a container has no other, and a lookup must not block. */
export async function readAccounts(path = '/etc/passwd'): Promise<readonly Account[]> {
  return parseAccounts(await readFile(path, 'utf8'));
}

/** Reads passwd(5) lines; what is not one is skipped. */
export function parseAccounts(text: string): readonly Account[] {
  return text.split('\n').flatMap((line) => {
    const [name = '', , uid = '', gid = '', , home = ''] = line.split(':');
    if (name === '' || !/^\d+$/.test(uid) || !/^\d+$/.test(gid)) return [];
    return [{ name, owner: { uid: Number(uid), gid: Number(gid) }, home }];
  });
}

import bcrypt from 'bcrypt';

const cost = 12;

/** Hashes and checks passwords off the main thread. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes the same time whether or not there is a hash to compare with. */
  matches(password: string, hash: string | undefined): Promise<boolean>;
}

/** @param rounds bcrypt's cost; lower only in tests */
export function createPasswords(rounds: number = cost): Passwords {
  const decoy = bcrypt.hash('nobody has this password', rounds);
  return {
    hash: (password) => bcrypt.hash(password, rounds),
    async matches(password, hash) {
      const same = await bcrypt.compare(password, hash ?? (await decoy));
      return same && hash !== undefined;
    },
  };
}

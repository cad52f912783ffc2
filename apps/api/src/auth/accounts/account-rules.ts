import { Problem } from '@showrunner/contracts';

/** bcrypt looks at no more than this. */
const longestPasswordBytes = 72;

/** @throws Problem `auth.conflict` with the rule that is broken */
export function checkUsername(username: string): void {
  if (/^[A-Za-z0-9._@-]{3,64}$/.test(username)) return;
  throw new Problem('auth.conflict', 'A user name has 3 to 64 characters: letters, digits, and . _ @ -');
}

/** @throws Problem `auth.conflict` with the rule that is broken */
export function checkPassword(password: string): void {
  if (password.length < 8) throw new Problem('auth.conflict', 'A password has at least 8 characters.');
  if (Buffer.byteLength(password) > longestPasswordBytes) {
    throw new Problem('auth.conflict', `A password has at most ${longestPasswordBytes} bytes.`);
  }
}

import { aNotice, type Notice } from '@showrunner/notifications';
import type { Guessing } from '../auth/sign-in.ts';

/** Names come from whoever guesses; nobody reads more of one than this. */
const longestName = 64;

/** Of all who guess at one time one is told: the list of the audit has the others. */
export function guessNotice({ address, username }: Guessing): Notice {
  const name = username.slice(0, longestName);
  return aNotice({
    eventType: 'auth.login.failures',
    severity: 'warning',
    title: 'Somebody tries passwords',
    body: `${address} has tried too many wrong passwords, the last time for “${name}”. No more are taken for a few minutes.`,
    metadata: { address, username: name },
  });
}

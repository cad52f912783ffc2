import { Problem } from '@showrunner/contracts';
import type { Notices } from './open-notices.ts';

/** What stands for notifications that cannot be kept: nothing is told, and everybody who asks is told why. */
export function createUnavailable(path: string): Notices {
  const refuse = (): never => {
    throw new Problem('notification.storage', `Notifications cannot be kept: ${path} cannot be opened.`);
  };
  const ignore = () => undefined;
  return {
    follow: ignore,
    tell: ignore,
    noteStarted: ignore,
    test: async () => refuse(),
    send: refuse,
    history: refuse,
    clear: refuse,
    close: () => Promise.resolve(),
  };
}

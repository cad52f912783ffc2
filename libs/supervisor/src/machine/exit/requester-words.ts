import type { Requester } from '@showrunner/contracts';

/** Why it is being stopped, while it is. */
export function tellStopping(requester: Requester): string {
  return `Stops ${because(requester)}.`;
}

/** Why it rests. `undefined`: from a time when nobody noted it. */
export function tellStopped(requester: Requester | undefined): string {
  return `Stopped ${because(requester ?? { by: 'person' })}.`;
}

/** Why it ends although it is to go on. */
export function tellRestarting(requester: Requester): string {
  return `Restarts ${because(requester)}.`;
}

function because({ by, actor }: Requester): string {
  switch (by) {
    case 'person':
      return actor === undefined ? 'on request' : `on request of ${actor}`;
    case 'plan':
      return `by ${actor ?? 'a change of the stack'}`;
    case 'policy':
      return 'by its restart policy';
    case 'edge':
      return `because of ${actor ?? 'what it needs'}`;
    case 'shutdown':
      return 'together with Showrunner';
  }
}

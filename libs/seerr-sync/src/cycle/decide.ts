import { RequestStatus } from '../seerr/model.ts';
import type { SyncOptions } from '../settings.ts';
import { type Book, type Copy, pairOf } from '../state/book.ts';
import type { Title } from '../titles/titles.ts';

/** One thing to do on a subordinate. */
export type Step =
  | {
      readonly kind: 'create';
      readonly title: Title;
      /** Only those that are missing there. */ readonly seasons: readonly number[];
    }
  | { readonly kind: 'approve' | 'decline'; readonly title: Title; readonly copy: Copy }
  | { readonly kind: 'remove'; readonly fingerprint: string; readonly copy: Copy };

export interface Situation {
  readonly book: Book;
  readonly wanted: ReadonlyMap<string, Title>;
  readonly label: string;
  readonly options: SyncOptions;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** What is to be done on one subordinate so that it follows the primary. Nothing where it does. */
export function decideSteps(situation: Situation): readonly Step[] {
  const { book, wanted, label } = situation;
  const removals = [...book.tracked].flatMap(([fingerprint, { copies }]): Step[] => {
    const copy = copies.get(label);
    return copy?.pendingDelete === true ? [{ kind: 'remove', fingerprint, copy }] : [];
  });
  const follow = [...wanted.values()].filter(({ fingerprint }) => !isWaiting(situation, fingerprint));
  return [...follow.flatMap((title) => stepsOf(situation, title)), ...removals];
}

/** A pair that failed is left alone until its time has come. */
function isWaiting({ book, label, options, now }: Situation, fingerprint: string): boolean {
  const failure = book.failures.get(pairOf(fingerprint, label));
  return failure !== undefined && now - Date.parse(failure.failedAt) < options.retryAfterMs;
}

function stepsOf({ book, label, options }: Situation, title: Title): readonly Step[] {
  const copy = book.tracked.get(title.fingerprint)?.copies.get(label);
  if (copy === undefined) {
    const isHeld = title.status === RequestStatus.pending && options.waitForApproval && options.userMapping === 'admin';
    const isOver = title.status === RequestStatus.declined;
    return isHeld || isOver ? [] : [{ kind: 'create', title, seasons: title.seasons }];
  }
  if (copy.pendingDelete) return [];
  const seasons = title.seasons.filter((season) => !copy.seasons.includes(season));
  const decision = decisionOf(title, copy);
  return [
    ...(seasons.length > 0 && title.status !== RequestStatus.declined
      ? [{ kind: 'create', title, seasons } as const]
      : []),
    ...(decision === undefined ? [] : [{ kind: decision, title, copy } as const]),
  ];
}

function decisionOf(title: Title, copy: Copy): 'approve' | 'decline' | undefined {
  if (copy.id === 0 || copy.status === title.status) return undefined;
  // Failed and completed there is what became of an approval.
  if (title.status === RequestStatus.approved)
    return copy.status === RequestStatus.pending || copy.status === RequestStatus.declined ? 'approve' : undefined;
  return title.status === RequestStatus.declined ? 'decline' : undefined;
}

import { type SeerrClient, SeerrError } from '../seerr/client.ts';
import { RequestStatus, type SeerrRequest } from '../seerr/model.ts';
import { readAllRequests } from '../seerr/read-requests.ts';
import type { SyncOptions } from '../settings.ts';
import { type Book, type Copy, pairOf, toMoment } from '../state/book.ts';
import type { Title } from '../titles/titles.ts';
import type { Step } from './decide.ts';

export interface Turn {
  readonly client: SeerrClient;
  readonly book: Book;
  readonly label: string;
  readonly options: SyncOptions;
  readonly now: () => number;
  /** Notes in the book, and where our death does not reach it, that a request will be made now. */
  begin(pair: string): Promise<void>;
  /** Called after each step. */
  onStep(): Promise<void>;
}

/** Requests that are under way at once on one subordinate. */
const atOnce = 4;

/**
 * Does the steps of one subordinate. A refusal is noted with its pair and the rest goes on.
 * @throws SeerrError where the server does not answer (any more): what is left waits for the next cycle
 */
export async function takeTurn(turn: Turn, steps: readonly Step[]): Promise<void> {
  const own = once(() => readAllRequests(turn.client));
  const users = once(() => turn.client.users());
  // Steps of one title follow each other: seasons that are added are approved with the rest.
  const groups = new Map<string, Step[]>();
  for (const step of steps) {
    const fingerprint = step.kind === 'remove' ? step.fingerprint : step.title.fingerprint;
    groups.set(fingerprint, [...(groups.get(fingerprint) ?? []), step]);
  }
  const queue = [...groups.values()];
  const work = async (): Promise<void> => {
    for (let group = queue.shift(); group !== undefined; group = queue.shift()) {
      for (const step of group) {
        await doStep(turn, step, { own, users });
        await turn.onStep();
      }
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: atOnce }, work));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

interface Lists {
  /** The subordinate's own requests, asked for once a turn. */
  own(): Promise<ReadonlyMap<number, SeerrRequest>>;
  users(): Promise<ReadonlyMap<string, number>>;
}

async function doStep(turn: Turn, step: Step, lists: Lists): Promise<void> {
  if (step.kind === 'remove') return remove(turn, step.fingerprint, step.copy);
  try {
    if (step.kind === 'create') await create(turn, step.title, step.seasons, lists);
    else await decide(turn, step.title, step.kind);
    turn.book.failures.delete(pairOf(step.title.fingerprint, turn.label));
  } catch (error) {
    if (!(error instanceof SeerrError) || error.status === undefined || error.status === 429) throw error;
    noteFailure(turn, step.title, error.message);
  }
}

async function create(turn: Turn, title: Title, seasons: readonly number[], lists: Lists): Promise<void> {
  const { client, book, label, options } = turn;
  const pair = pairOf(title.fingerprint, label);
  const isPending = title.status === RequestStatus.pending;
  const user =
    options.userMapping === 'email_match' && title.email !== '' ? (await lists.users()).get(title.email) : undefined;
  if (isPending && options.waitForApproval && user === undefined) return;
  const request = {
    mediaType: title.mediaType,
    mediaId: title.tmdbId,
    is4k: title.is4k,
    ...(title.mediaType === 'tv' && seasons.length > 0 ? { seasons } : {}),
    ...(user !== undefined && !isPending ? { userId: user } : {}),
  };
  const isOurs = book.intents.has(pair);
  // It counts as ours from here on, even if we end before the answer is noted.
  if (!isOurs) await turn.begin(pair);
  const made = await client.create(request, isPending ? user : undefined);
  if (made.kind === 'refused') {
    book.intents.delete(pair);
    throw new SeerrError(made.message, 400);
  }
  const found = made.kind === 'created' ? made : await findPresent(title, await lists.own());
  keep(turn, title, { found, seasons, adopted: made.kind === 'present' && !isOurs });
  book.intents.delete(pair);
  if (made.kind === 'created' && title.status === RequestStatus.approved && made.status === RequestStatus.pending)
    await decide(turn, title, 'approve');
}

/** The request that stands there for a title already; none where it is simply available. */
function findPresent(
  title: Title,
  own: ReadonlyMap<number, SeerrRequest>,
): { readonly id: number; readonly status: number } {
  const same = [...own.values()].filter(
    ({ mediaType, tmdbId, is4k }) => mediaType === title.mediaType && tmdbId === title.tmdbId && is4k === title.is4k,
  );
  const open = same.filter(({ status }) => status !== RequestStatus.declined);
  return open.at(-1) ?? same.at(-1) ?? { id: 0, status: title.status };
}

interface Found {
  readonly found: { readonly id: number; readonly status: number };
  readonly seasons: readonly number[];
  readonly adopted: boolean;
}

/** Notes what stands on the subordinate: the first request of a title, or one more for further seasons. */
function keep({ book, label, now }: Turn, title: Title, { found, seasons, adopted }: Found): void {
  const tracked = book.tracked.get(title.fingerprint) ?? { primaryId: title.primaryId, missing: 0, copies: new Map() };
  tracked.primaryId = title.primaryId;
  book.tracked.set(title.fingerprint, tracked);
  const before: Copy | undefined = tracked.copies.get(label);
  const syncedAt = toMoment(now());
  if (before === undefined) {
    const status = Number.isInteger(found.status) ? found.status : title.status;
    const copy: Copy = { id: found.id, more: [], status, syncedAt, seasons, adopted, pendingDelete: false };
    tracked.copies.set(label, copy);
    return;
  }
  const isNew = !adopted && found.id !== 0 && found.id !== before.id && !before.more.includes(found.id);
  tracked.copies.set(label, {
    ...before,
    more: isNew ? [...before.more, found.id] : before.more,
    seasons: [...new Set([...before.seasons, ...seasons])].sort((a, b) => a - b),
    syncedAt,
  });
}

async function decide(turn: Turn, title: Title, decision: 'approve' | 'decline'): Promise<void> {
  const copies = turn.book.tracked.get(title.fingerprint)?.copies;
  const copy = copies?.get(turn.label);
  if (copies === undefined || copy === undefined) return;
  const left: number[] = [];
  for (const id of [copy.id, ...copy.more]) if ((await turn.client.decide(id, decision)) !== 'gone') left.push(id);
  const [id, ...more] = left;
  // Somebody has removed it there: the next cycle makes it once more.
  if (id === undefined) copies.delete(turn.label);
  else copies.set(turn.label, { ...copy, id, more, status: title.status, syncedAt: toMoment(turn.now()) });
}

/** Kept until it is gone for certain; a refusal is tried again with the next cycle. */
async function remove({ client, book, label, now }: Turn, fingerprint: string, copy: Copy): Promise<void> {
  const pair = pairOf(fingerprint, label);
  try {
    for (const id of [copy.id, ...copy.more]) if (id !== 0) await client.remove(id);
    book.tracked.get(fingerprint)?.copies.delete(label);
    book.failures.delete(pair);
  } catch (error) {
    if (!(error instanceof SeerrError) || error.status === undefined || error.status === 429) throw error;
    const [mediaType = '', tmdbId = '0'] = fingerprint.split(':');
    book.failures.set(pair, {
      failedAt: toMoment(now()),
      error: `It could not be removed: ${error.message}`,
      mediaType,
      tmdbId: Number(tmdbId),
    });
  }
}

function noteFailure({ book, label, now }: Turn, { fingerprint, mediaType, tmdbId }: Title, error: string): void {
  book.failures.set(pairOf(fingerprint, label), { failedAt: toMoment(now()), error, mediaType, tmdbId });
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => (asked ??= ask());
}

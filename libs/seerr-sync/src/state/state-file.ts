import { asObject, listOf, parseJson, textOf } from '../json.ts';
import { type Book, type Copy, createBook, type Failure, type Tracked } from './book.ts';

/**
 * Reads what an earlier run wrote, the original's files included; unknown keys are let be. `undefined` where it is no such
 * file.
 */
export function parseState(text: string): Book | undefined {
  const file = asObject(parseJson(text));
  if (file === undefined) return undefined;
  const book = createBook();
  book.lastPollAt = textOf(file['last_poll_ts']) || undefined;
  book.primary = textOf(file['primary']) || undefined;
  book.paused = file['paused'] === true;
  for (const [fingerprint, value] of entriesOf(file['requests'])) book.tracked.set(fingerprint, toTracked(value));
  for (const [pair, value] of entriesOf(file['failed'])) book.failures.set(pair, toFailure(value));
  return book;
}

/** The file's content; keys of the original keep their names. */
export function showState(book: Book): Readonly<Record<string, unknown>> {
  return {
    last_poll_ts: book.lastPollAt ?? null,
    ...(book.primary === undefined ? {} : { primary: book.primary }),
    ...(book.paused ? { paused: true } : {}),
    requests: Object.fromEntries(
      [...book.tracked].map(([fingerprint, tracked]) => [fingerprint, showTracked(tracked)]),
    ),
    failed: Object.fromEntries([...book.failures].map(([pair, failure]) => [pair, showFailure(failure)])),
  };
}

function toTracked(value: unknown): Tracked {
  const tracked = asObject(value);
  return {
    primaryId: Number(tracked?.['primary_id'] ?? 0),
    missing: Number(tracked?.['missing_polls'] ?? 0),
    copies: new Map(entriesOf(tracked?.['subordinates']).map(([label, copy]) => [label, toCopy(copy)])),
  };
}

function toCopy(value: unknown): Copy {
  const copy = asObject(value);
  return {
    id: Number(copy?.['id'] ?? 0),
    more: numbersOf(copy?.['more_ids']),
    status: Number(copy?.['status'] ?? 0),
    syncedAt: textOf(copy?.['synced_at']),
    seasons: numbersOf(copy?.['seasons']),
    adopted: copy?.['adopted'] === true,
    pendingDelete: copy?.['pending_delete'] === true,
  };
}

function toFailure(value: unknown): Failure {
  const failure = asObject(value);
  return {
    failedAt: textOf(failure?.['failed_at']),
    error: textOf(failure?.['error']),
    mediaType: textOf(failure?.['media_type']),
    tmdbId: Number(failure?.['tmdb_id'] ?? 0),
  };
}

function showTracked({ primaryId, missing, copies }: Tracked): object {
  return {
    primary_id: primaryId,
    ...(missing === 0 ? {} : { missing_polls: missing }),
    subordinates: Object.fromEntries([...copies].map(([label, copy]) => [label, showCopy(copy)])),
  };
}

function showCopy({ id, more, status, syncedAt, seasons, adopted, pendingDelete }: Copy): object {
  return {
    id,
    status,
    synced_at: syncedAt,
    ...(more.length === 0 ? {} : { more_ids: more }),
    ...(seasons.length === 0 ? {} : { seasons }),
    ...(adopted ? { adopted } : {}),
    ...(pendingDelete ? { pending_delete: true } : {}),
  };
}

function showFailure({ failedAt, error, mediaType, tmdbId }: Failure): object {
  return { failed_at: failedAt, error, media_type: mediaType, tmdb_id: tmdbId };
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return Object.entries(asObject(value) ?? {});
}

function numbersOf(value: unknown): readonly number[] {
  return listOf(value).filter((item) => typeof item === 'number');
}

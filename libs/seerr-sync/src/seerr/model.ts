import { asObject, listOf, textOf } from '../json.ts';

/** Statuses of a request, as Seerr numbers them. */
export const RequestStatus = { pending: 1, approved: 2, declined: 3, failed: 4, completed: 5 } as const;

/** A request, as far as it is copied. */
export interface SeerrRequest {
  readonly id: number;
  readonly status: number;
  readonly mediaType: 'movie' | 'tv';
  readonly tmdbId: number;
  readonly is4k: boolean;
  /** Numbers of the seasons that are asked for; empty for films. */
  readonly seasons: readonly number[];
  /** ISO 8601; blank where a server tells none. */
  readonly updatedAt: string;
  /** Who asked; blank where the key may not see it. */
  readonly email: string;
}

export interface SeerrPage {
  /** How many there are in all, by the server's own count. */
  readonly total: number;
  /** How many entries the page had, those that cannot be copied included. */
  readonly length: number;
  /** Ids of all entries of the page, in its order. */
  readonly ids: readonly number[];
  readonly requests: readonly SeerrRequest[];
}

/** One page of a list, of what came over the wire. `undefined` where it is no such list. */
export function toPage(body: unknown): SeerrPage | undefined {
  const page = asObject(body);
  const total = asObject(page?.['pageInfo'])?.['results'];
  const results = page?.['results'];
  if (typeof total !== 'number' || !Array.isArray(results)) return undefined;
  const entries = results.map(asObject).filter((entry) => typeof entry?.['id'] === 'number');
  return {
    total,
    length: results.length,
    ids: entries.map((entry) => Number(entry?.['id'])),
    requests: entries.map(toRequest).filter((request) => request !== undefined),
  };
}

/** A request of what came over the wire. `undefined` where it does not say what is asked for. */
export function toRequest(body: unknown): SeerrRequest | undefined {
  const request = asObject(body);
  const media = asObject(request?.['media']);
  const mediaType = media?.['mediaType'] ?? request?.['type'];
  const { id, status } = request ?? {};
  const tmdbId = media?.['tmdbId'];
  if (typeof id !== 'number' || typeof status !== 'number' || typeof tmdbId !== 'number') return undefined;
  if (mediaType !== 'movie' && mediaType !== 'tv') return undefined;
  return {
    id,
    status,
    mediaType,
    tmdbId,
    is4k: request?.['is4k'] === true,
    seasons: mediaType === 'movie' ? [] : toSeasons(request?.['seasons']),
    updatedAt: textOf(request?.['updatedAt']),
    email: textOf(asObject(request?.['requestedBy'])?.['email']).toLowerCase(),
  };
}

function toSeasons(value: unknown): readonly number[] {
  const numbers = listOf(value).map((season) => asObject(season)?.['seasonNumber']);
  return numbers.filter((number) => typeof number === 'number').sort((a, b) => a - b);
}

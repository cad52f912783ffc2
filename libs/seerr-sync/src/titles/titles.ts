import { RequestStatus, type SeerrRequest } from '../seerr/model.ts';
import type { SyncOptions } from '../settings.ts';
import { fingerprintOf, type TitleKey } from './fingerprint.ts';

/** All that the primary asks for of one title: one or more requests, seen as one. */
export interface Title extends TitleKey {
  readonly fingerprint: string;
  /** The newest request that asks for it. */
  readonly primaryId: number;
  /** 1 pending, 2 approved (also failed and completed ones), 3 declined. */
  readonly status: 1 | 2 | 3;
  /** All seasons that are asked for, in order. */
  readonly seasons: readonly number[];
  /** Who asked last. */
  readonly email: string;
}

export interface Titles {
  /** Fingerprints of everything that is there, whatever its status: what is not among them was removed. */
  readonly alive: ReadonlySet<string>;
  /** What is to be on every subordinate, by fingerprint. */
  readonly wanted: ReadonlyMap<string, Title>;
}

/** Sees the requests of the primary as titles. */
export function toTitles(requests: Iterable<SeerrRequest>, options: SyncOptions): Titles {
  const groups = new Map<string, SeerrRequest[]>();
  for (const request of requests) {
    const key = keyOf(request, options);
    groups.set(key, [...(groups.get(key) ?? []), request]);
  }
  const wanted = new Map<string, Title>();
  for (const [fingerprint, group] of groups) {
    const title = toTitle(fingerprint, group, options);
    if (title !== undefined) wanted.set(fingerprint, title);
  }
  return { alive: new Set(groups.keys()), wanted };
}

/** Where 4K is not told apart, either asks for the plain one. */
function keyOf(request: SeerrRequest, { separate4k }: SyncOptions): string {
  return fingerprintOf({ ...request, is4k: request.is4k && separate4k });
}

function toTitle(fingerprint: string, group: readonly SeerrRequest[], options: SyncOptions): Title | undefined {
  const taking = group.filter(({ status }) => takesPart(status, options));
  const open = taking.filter(({ status }) => status !== RequestStatus.declined);
  // A declined one counts only where nobody asks again.
  const counting = open.length > 0 ? open : taking;
  const newest = counting.reduce<SeerrRequest | undefined>(
    (best, request) => (best === undefined || request.id > best.id ? request : best),
    undefined,
  );
  if (newest === undefined) return undefined;
  const isApproved = open.some(({ status }) => status !== RequestStatus.pending);
  return {
    fingerprint,
    mediaType: newest.mediaType,
    tmdbId: newest.tmdbId,
    is4k: newest.is4k && options.separate4k,
    primaryId: newest.id,
    status: open.length === 0 ? RequestStatus.declined : isApproved ? RequestStatus.approved : RequestStatus.pending,
    seasons: [...new Set(counting.flatMap(({ seasons }) => seasons))].sort((a, b) => a - b),
    email: newest.email,
  };
}

function takesPart(status: number, { pending, approved, declined }: SyncOptions): boolean {
  if (status === RequestStatus.pending) return pending;
  if (status === RequestStatus.approved) return approved;
  return status === RequestStatus.declined ? declined : true;
}

import { type SeerrClient, SeerrError } from './client.ts';
import { findGone } from './find-gone.ts';
import type { SeerrRequest } from './model.ts';

/** How often a list that changes while it is read is read again. */
const attempts = 3;

type Requests = ReadonlyMap<number, SeerrRequest>;

/**
 * All requests of a server, or none: its own count must be met, by entries that are all different. Entries that cannot be
 * copied count, and are left out.
 * @throws SeerrError where a page fails, or the list would not hold still
 */
export async function readAllRequests(client: SeerrClient): Promise<Requests> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const found = await readOnce(client);
    if (found !== undefined) return found;
  }
  throw new SeerrError('Its list of requests changed while it was read.');
}

/** `undefined` where pages did not fit together. */
async function readOnce(client: SeerrClient): Promise<Requests | undefined> {
  const requests = new Map<number, SeerrRequest>();
  const ids = new Set<number>();
  for (let skip = 0; ;) {
    // By id and upwards, so that what is new comes last. Old servers go downwards all the same.
    const page = await client.page({ skip, sort: 'added', sortDirection: 'asc' });
    for (const id of page.ids) ids.add(id);
    for (const request of page.requests) requests.set(request.id, request);
    skip += page.length;
    if (skip >= page.total) return ids.size === page.total ? requests : undefined;
    if (page.length === 0) return undefined;
  }
}

/**
 * What a server's requests are now, given what they were. Costs as many pages as there are changes: those that were made or
 * changed come first by their time, and the server's count shows whether some are gone.
 * @throws SeerrError
 */
export async function readChangedRequests(client: SeerrClient, known: Requests | undefined): Promise<Requests> {
  const newest = [...(known?.values() ?? [])].reduce(
    (last, { updatedAt }) => (updatedAt > last ? updatedAt : last),
    '',
  );
  if (known === undefined || newest === '') return readAllRequests(client);
  const merged = new Map(known);
  for (let skip = 0; ;) {
    const page = await client.page({ skip, sort: 'modified', sortDirection: 'desc' });
    for (const request of page.requests) merged.set(request.id, request);
    skip += page.length;
    const reachesKnown = page.requests.some(({ updatedAt }) => updatedAt < newest);
    if (page.length === 0 && page.total > 0) return readAllRequests(client);
    if (reachesKnown || skip >= page.total) return withoutGone(client, merged, page.total);
  }
}

async function withoutGone(client: SeerrClient, merged: Map<number, SeerrRequest>, total: number): Promise<Requests> {
  if (merged.size === total) return merged;
  const gone =
    merged.size < total
      ? undefined
      : await findGone(
          client,
          [...merged.keys()].sort((a, b) => a - b),
          total,
        );
  // It has what we do not know, entries that cannot be copied for example, or it changes while we look: then all is read.
  if (gone === undefined) return readAllRequests(client);
  for (const id of gone) merged.delete(id);
  return merged;
}

import { can, toPage, userOf, type Answer, type Call } from './context.ts';
import { MediaStatus, type Media, type MediaRequest, Permission, Refusal, RequestStatus } from './model.ts';
import { findProfiles } from './servarr.ts';
import type { ServarrSettings } from './settings.ts';
import { showUser } from './user-routes.ts';

/** Who has one of these sees everybody's requests. */
export const viewers = [Permission.MANAGE_REQUESTS, Permission.REQUEST_VIEW] as const;

/** A page of the requests that the caller may see. @throws Refusal 403 for another one's */
export async function listRequests(call: Call): Promise<Answer> {
  const { query, seerr } = call;
  const requestedBy = Number(query.get('requestedBy') || 0);
  const own = userOf(call).id;
  const seesAll = can(call, viewers, 'or');
  if (!seesAll && requestedBy !== 0 && requestedBy !== own)
    throw new Refusal(403, "You do not have permission to view this user's requests.");
  const requester = seesAll ? requestedBy : own;
  const type = query.get('mediaType') ?? 'all';
  const fits = filterOf(query.get('filter') ?? 'all');
  const medias = new Map(seerr.data.media.map((media) => [media.id, media]));
  const found = seerr.data.requests.filter(
    (request) =>
      (requester === 0 || request.requestedById === requester) &&
      (type === 'all' || request.type === type) &&
      fits(request, medias.get(request.mediaId) ?? mediaOf(call, request)),
  );
  const ascending = query.get('sortDirection') === 'asc' ? 1 : -1;
  const byModified = query.get('sort') === 'modified';
  found.sort((a, b) => ascending * ((byModified ? compare(a.updatedAt, b.updatedAt) : 0) || a.id - b.id));
  const { pageInfo, results } = toPage(found, query, 10);
  const { radarr, sonarr } = seerr.settings.value;
  const [radarrs, sonarrs] = [await withProfiles(radarr), await withProfiles(sonarr)];
  const manages = can(call, [Permission.MANAGE_REQUESTS]);
  return {
    body: {
      pageInfo,
      results: results.map((request) => {
        const server = (request.type === 'movie' ? radarrs : sonarrs).find(({ id }) => id === request.serverId);
        const profileName = server?.profiles?.find(({ id }) => id === request.profileId)?.name;
        return { ...showRequest(call, request), profileName, ...(manages ? { canRemove: false } : {}) };
      }),
      serviceErrors: { radarr: silentOnes(radarrs), sonarr: silentOnes(sonarrs) },
    },
  };
}

type Asked = Pick<ServarrSettings, 'id' | 'name'> & { readonly profiles: Awaited<ReturnType<typeof findProfiles>> };

async function withProfiles(servers: readonly ServarrSettings[]): Promise<readonly Asked[]> {
  return Promise.all(
    servers.map(async (server) => ({ id: server.id, name: server.name, profiles: await findProfiles(server) })),
  );
}

function silentOnes(servers: readonly Asked[]): readonly { id: number; name: string }[] {
  return servers.filter(({ profiles }) => profiles === undefined).map(({ id, name }) => ({ id, name }));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const { PENDING, APPROVED, FAILED, COMPLETED } = RequestStatus;
/** Statuses of requests by filter, and of what they ask for; Seerr's own table. */
const requestStatuses: Readonly<Record<string, readonly number[]>> = {
  approved: [APPROVED],
  processing: [APPROVED],
  pending: [PENDING],
  unavailable: [PENDING, APPROVED],
  failed: [FAILED],
  completed: [COMPLETED],
  available: [COMPLETED],
  deleted: [COMPLETED],
};
const unavailable = [MediaStatus.UNKNOWN, MediaStatus.PENDING, MediaStatus.PROCESSING, MediaStatus.PARTIALLY_AVAILABLE];
const mediaStatuses: Readonly<Record<string, readonly number[]>> = {
  available: [MediaStatus.AVAILABLE],
  processing: unavailable,
  unavailable,
  deleted: [MediaStatus.DELETED],
};
const ordinary = [...unavailable, MediaStatus.AVAILABLE, MediaStatus.DELETED];

function filterOf(filter: string) {
  const statuses = requestStatuses[filter];
  const medias: readonly number[] = mediaStatuses[filter] ?? ordinary;
  return (request: MediaRequest, media: Media): boolean =>
    (statuses === undefined || statuses.includes(request.status)) &&
    medias.includes(request.is4k ? media.status4k : media.status);
}

/** How many requests there are, by kind and status. */
export function countRequests({ seerr }: Call): object {
  const { requests, media } = seerr.data;
  const count = (fits: (request: MediaRequest) => boolean): number => requests.filter(fits).length;
  const isThere = (request: MediaRequest): boolean => {
    const wanted = media.find(({ id }) => id === request.mediaId);
    return (request.is4k ? wanted?.status4k : wanted?.status) === MediaStatus.AVAILABLE;
  };
  return {
    total: requests.length,
    movie: count(({ type }) => type === 'movie'),
    tv: count(({ type }) => type === 'tv'),
    pending: count(({ status }) => status === PENDING),
    approved: count(({ status }) => status === APPROVED),
    declined: count(({ status }) => status === RequestStatus.DECLINED),
    processing: count((request) => request.status === APPROVED && !isThere(request)),
    available: count((request) => request.status === APPROVED && isThere(request)),
    completed: count(({ status }) => status === COMPLETED),
  };
}

function mediaOf({ seerr }: Call, request: MediaRequest): Media {
  const found = seerr.data.media.find(({ id }) => id === request.mediaId);
  if (found === undefined) throw new Error(`Request ${request.id} asks for nothing.`);
  return found;
}

/** A request as Seerr gives it away, with what it asks for and who asks. */
export function showRequest(call: Call, whole: MediaRequest): object {
  const { mediaId: _, requestedById, modifiedById, ...request } = whole;
  const { users } = call.seerr.data;
  const requester = users.find(({ id }) => id === requestedById);
  const modifier = users.find(({ id }) => id === modifiedById);
  return {
    ...request,
    isAutoRequest: false,
    seasonCount: request.seasons.length,
    media: mediaOf(call, whole),
    requestedBy: requester && showUser(requester, true),
    modifiedBy: modifier === undefined ? null : showUser(modifier, true),
  };
}

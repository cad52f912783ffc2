import {
  hasPermission,
  type Media,
  MediaStatus,
  type MediaRequest,
  type MediaType,
  Permission,
  Refusal,
  RequestStatus,
  type SeerrData,
  type User,
} from './model.ts';
import type { SeerrSettings } from './settings.ts';
import { findTitle } from './titles.ts';

export interface RequestBody {
  readonly mediaType: MediaType;
  readonly mediaId: number;
  readonly tvdbId?: number;
  readonly seasons?: readonly number[] | 'all';
  readonly is4k?: boolean;
  readonly serverId?: number;
  readonly profileId?: number;
  readonly rootFolder?: string;
  readonly languageProfileId?: number;
  readonly tags?: readonly number[];
  readonly userId?: number | null;
}

const now = (): string => new Date().toISOString();
const isOpen = ({ status }: MediaRequest): boolean =>
  status !== RequestStatus.DECLINED && status !== RequestStatus.COMPLETED;

/** Makes a request as Seerr does, in its order of checks. @throws Refusal 403, 409, 202 or 500 */
export function createRequest(data: SeerrData, settings: SeerrSettings, body: RequestBody, user: User): MediaRequest {
  const { mediaType } = body;
  const is4k = body.is4k === true;
  const requestUser = requesterOf(data, body.userId, user);
  const kinds = mediaType === 'movie' ? movieBits(is4k) : tvBits(is4k);
  if (!hasPermission(requestUser, kinds.request, 'or')) {
    const what = `${is4k ? '4K ' : ''}${mediaType === 'movie' ? 'movie' : 'series'}`;
    throw new Refusal(403, `You do not have permission to make ${what} requests.`);
  }
  const left = quotaLeft(data, settings, requestUser, mediaType);
  const quotaMessage = mediaType === 'movie' ? 'Movie Quota exceeded.' : 'Series Quota exceeded.';
  if (left <= 0) throw new Refusal(403, quotaMessage);
  const title = findTitle(mediaType, body.mediaId);
  const known = data.media.find((media) => media.tmdbId === body.mediaId && media.mediaType === mediaType);
  if (known?.status === MediaStatus.BLOCKLISTED) throw new Refusal(403, 'This media is blocklisted.');
  const existing = data.requests.filter((request) => request.mediaId === known?.id && request.is4k === is4k);
  const [first] = existing;
  if (mediaType === 'movie' && first !== undefined && isOpen(first))
    throw new Refusal(409, 'Request for this media already exists.');
  const seasons = mediaType === 'tv' ? newSeasons(settings, body, title.seasons, existing) : [];
  if (mediaType === 'tv' && seasons.length > left) throw new Refusal(403, quotaMessage);

  const media = known ?? createMedia(data, body, title.tvdbId);
  const field = is4k ? 'status4k' : 'status';
  if (media[field] === MediaStatus.UNKNOWN) media[field] = MediaStatus.PENDING;
  // It is who asks, not for whom, that decides.
  const approved = hasPermission(user, [...kinds.autoApprove, Permission.MANAGE_REQUESTS], 'or');
  const status = approved ? RequestStatus.APPROVED : RequestStatus.PENDING;
  const request: MediaRequest = {
    id: ++data.ids.request,
    status,
    type: mediaType,
    is4k,
    mediaId: media.id,
    requestedById: requestUser.id,
    modifiedById: approved ? user.id : null,
    serverId: body.serverId ?? null,
    profileId: body.profileId ?? null,
    rootFolder: body.rootFolder ?? null,
    languageProfileId: body.languageProfileId ?? null,
    tags: body.tags ?? null,
    seasons: seasons.map((seasonNumber) => ({ id: ++data.ids.season, seasonNumber, status })),
    createdAt: now(),
    updatedAt: now(),
  };
  data.requests.push(request);
  if (approved) markProcessing(data, request);
  return request;
}

/** Changes a request by its whole new body. @throws Refusal 403, 202 or 500 */
export function updateRequest(data: SeerrData, request: MediaRequest, body: Partial<RequestBody>, user: User): void {
  const isOwn = request.requestedById === user.id;
  const mayChange = isOwn && (body.mediaType === 'tv' || hasPermission(user, [Permission.REQUEST_ADVANCED]));
  if (!mayChange && !hasPermission(user, [Permission.MANAGE_REQUESTS]))
    throw new Refusal(403, 'You do not have permission to modify this request.');
  const requester =
    body.userId && body.userId !== request.requestedById
      ? requesterOf(data, body.userId, user).id
      : request.requestedById;
  if (body.mediaType === 'tv') {
    if (body.seasons === undefined || body.seasons.length === 0) {
      throw new Refusal(500, 'Missing seasons. If you want to cancel a series request, use the DELETE method.');
    }
    const wanted = body.seasons as readonly number[]; // The description takes a list only, where something is changed.
    const others = data.requests.filter(
      (other) => other.mediaId === request.mediaId && other.is4k === request.is4k && other.id !== request.id,
    );
    const taken = others.filter(isOpen).flatMap(({ seasons }) => seasons.map((season) => season.seasonNumber));
    const free = wanted.filter((season) => !taken.includes(season));
    if (free.length === 0) throw new Refusal(202, 'No seasons available to request');
    const kept = request.seasons.filter(({ seasonNumber }) => free.includes(seasonNumber));
    const added = wanted.filter((season) => !request.seasons.some(({ seasonNumber }) => seasonNumber === season));
    request.seasons = [
      ...kept,
      ...added.map((seasonNumber) => ({ id: ++data.ids.season, seasonNumber, status: RequestStatus.PENDING })),
    ];
  }
  request.serverId = body.serverId ?? null;
  request.profileId = body.profileId ?? null;
  request.rootFolder = body.rootFolder ?? null;
  request.languageProfileId = body.languageProfileId ?? null;
  request.tags = body.tags ?? null;
  request.requestedById = requester;
  request.updatedAt = now();
}

/** Approves, declines or puts back a request. */
export function setStatus(data: SeerrData, request: MediaRequest, status: number, user: User): void {
  request.status = status;
  request.modifiedById = user.id;
  request.seasons = request.seasons.map((season) => ({ ...season, status }));
  request.updatedAt = now();
  if (status === RequestStatus.APPROVED) markProcessing(data, request);
  if (status === RequestStatus.DECLINED) release(data, request);
}

/** Takes a request away; a title that nobody else asks for is unknown again. */
export function removeRequest(data: SeerrData, request: MediaRequest): void {
  data.requests = data.requests.filter(({ id }) => id !== request.id);
  release(data, request);
}

function markProcessing(data: SeerrData, { mediaId, is4k }: MediaRequest): void {
  const media = data.media.find(({ id }) => id === mediaId);
  const field = is4k ? 'status4k' : 'status';
  if (media !== undefined && (media[field] === MediaStatus.PENDING || media[field] === MediaStatus.UNKNOWN))
    media[field] = MediaStatus.PROCESSING;
}

function release(data: SeerrData, request: MediaRequest): void {
  const media = data.media.find(({ id }) => id === request.mediaId);
  const field = request.is4k ? 'status4k' : 'status';
  const isAsked = data.requests.some(
    (other) =>
      other.id !== request.id && other.mediaId === request.mediaId && other.is4k === request.is4k && isOpen(other),
  );
  const isWaiting = media !== undefined && media[field] <= MediaStatus.PROCESSING;
  if (isWaiting && !isAsked) media[field] = MediaStatus.UNKNOWN;
}

function requesterOf(data: SeerrData, userId: number | null | undefined, user: User): User {
  if (!userId) return user;
  if (!hasPermission(user, [Permission.MANAGE_USERS, Permission.MANAGE_REQUESTS]))
    throw new Refusal(403, 'You do not have permission to modify the request user.');
  const requester = data.users.find(({ id }) => id === userId);
  if (requester === undefined)
    throw new Refusal(
      500,
      'Could not find any entity of type "User" matching: {\n    "where": {\n        "id": ' + userId + '\n    }\n}',
    );
  return requester;
}

function newSeasons(
  settings: SeerrSettings,
  body: RequestBody,
  all: readonly number[],
  existing: readonly MediaRequest[],
): readonly number[] {
  const asked = body.seasons === 'all' ? all : body.seasons;
  // Seerr reads the list without looking whether there is one.
  if (asked === undefined) throw new Refusal(500, "Cannot read properties of undefined (reading 'filter')");
  const wanted = settings.main.enableSpecialEpisodes ? asked : asked.filter((season) => season > 0);
  const taken = existing.filter(isOpen).flatMap(({ seasons }) => seasons.map(({ seasonNumber }) => seasonNumber));
  const seasons = wanted.filter((season) => !taken.includes(season));
  if (seasons.length === 0) throw new Refusal(202, 'No seasons available to request');
  return seasons;
}

function createMedia(data: SeerrData, body: RequestBody, tvdbId: number | null): Media {
  const media: Media = {
    id: ++data.ids.media,
    mediaType: body.mediaType,
    tmdbId: body.mediaId,
    tvdbId: body.tvdbId ?? tvdbId,
    status: MediaStatus.UNKNOWN,
    status4k: MediaStatus.UNKNOWN,
    createdAt: now(),
    updatedAt: now(),
  };
  data.media.push(media);
  return media;
}

/** How many more titles (seasons, for series) a user may ask for. Who manages users has no limit. */
function quotaLeft(data: SeerrData, settings: SeerrSettings, user: User, type: MediaType): number {
  const { quotaLimit = 0, quotaDays = 7 } = settings.main.defaultQuotas[type];
  if (quotaLimit === 0 || hasPermission(user, [Permission.MANAGE_USERS])) return Number.POSITIVE_INFINITY;
  const since = new Date(Date.now() - quotaDays * 86_400_000).toISOString();
  const counted = data.requests.filter(
    (request) =>
      request.requestedById === user.id &&
      request.type === type &&
      request.status !== RequestStatus.DECLINED &&
      request.createdAt > since,
  );
  return quotaLimit - counted.reduce((sum, { seasons }) => sum + (type === 'movie' ? 1 : seasons.length), 0);
}

function movieBits(is4k: boolean): { readonly request: readonly number[]; readonly autoApprove: readonly number[] } {
  return is4k
    ? {
        request: [Permission.REQUEST_4K, Permission.REQUEST_4K_MOVIE],
        autoApprove: [Permission.AUTO_APPROVE_4K, Permission.AUTO_APPROVE_4K_MOVIE],
      }
    : {
        request: [Permission.REQUEST, Permission.REQUEST_MOVIE],
        autoApprove: [Permission.AUTO_APPROVE, Permission.AUTO_APPROVE_MOVIE],
      };
}

function tvBits(is4k: boolean): { readonly request: readonly number[]; readonly autoApprove: readonly number[] } {
  return is4k
    ? {
        request: [Permission.REQUEST_4K, Permission.REQUEST_4K_TV],
        autoApprove: [Permission.AUTO_APPROVE_4K, Permission.AUTO_APPROVE_4K_TV],
      }
    : {
        request: [Permission.REQUEST, Permission.REQUEST_TV],
        autoApprove: [Permission.AUTO_APPROVE, Permission.AUTO_APPROVE_TV],
      };
}

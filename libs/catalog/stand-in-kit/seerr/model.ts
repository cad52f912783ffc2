/** Seerr's permission bits; an administrator has all of them. */
export const Permission = {
  NONE: 0,
  ADMIN: 2,
  MANAGE_USERS: 8,
  MANAGE_REQUESTS: 16,
  REQUEST: 32,
  AUTO_APPROVE: 128,
  AUTO_APPROVE_MOVIE: 256,
  AUTO_APPROVE_TV: 512,
  REQUEST_4K: 1024,
  REQUEST_4K_MOVIE: 2048,
  REQUEST_4K_TV: 4096,
  REQUEST_ADVANCED: 8192,
  REQUEST_VIEW: 16_384,
  AUTO_APPROVE_4K: 32_768,
  AUTO_APPROVE_4K_MOVIE: 65_536,
  AUTO_APPROVE_4K_TV: 131_072,
  REQUEST_MOVIE: 262_144,
  REQUEST_TV: 524_288,
} as const;

export const RequestStatus = { PENDING: 1, APPROVED: 2, DECLINED: 3, FAILED: 4, COMPLETED: 5 } as const;
export const MediaStatus = {
  UNKNOWN: 1,
  PENDING: 2,
  PROCESSING: 3,
  PARTIALLY_AVAILABLE: 4,
  AVAILABLE: 5,
  BLOCKLISTED: 6,
  DELETED: 7,
} as const;

export type MediaType = 'movie' | 'tv';

export interface User {
  readonly id: number;
  email: string;
  username: string;
  displayName: string;
  permissions: number;
  /** 1 Plex, 2 local, 3 Jellyfin, 4 Emby. */
  readonly userType: number;
  readonly avatar: string;
  /** Only for local accounts. Never leaves the program. */
  readonly password?: string;
  readonly createdAt: string;
  updatedAt: string;
}

export interface Media {
  readonly id: number;
  readonly mediaType: MediaType;
  readonly tmdbId: number;
  readonly tvdbId: number | null;
  status: number;
  status4k: number;
  readonly createdAt: string;
  updatedAt: string;
}

export interface Season {
  readonly id: number;
  readonly seasonNumber: number;
  status: number;
}

export interface MediaRequest {
  readonly id: number;
  status: number;
  readonly type: MediaType;
  readonly is4k: boolean;
  readonly mediaId: number;
  requestedById: number;
  modifiedById: number | null;
  serverId: number | null;
  profileId: number | null;
  rootFolder: string | null;
  languageProfileId: number | null;
  tags: readonly number[] | null;
  seasons: readonly Season[];
  readonly createdAt: string;
  updatedAt: string;
}

/** What Seerr keeps in its database. */
export interface SeerrData {
  users: User[];
  media: Media[];
  requests: MediaRequest[];
  /** Last id that was given away, for each kind. An id is never given twice. */
  ids: { user: number; media: number; request: number; season: number };
}

/** Whether a user has all of these permissions, or one of them. No permission at all is had by everybody. */
export function hasPermission(user: User, wanted: readonly number[], type: 'and' | 'or' = 'and'): boolean {
  if ((user.permissions & Permission.ADMIN) !== 0 || wanted.length === 0) return true;
  const has = (bit: number): boolean => (user.permissions & bit) !== 0;
  return type === 'and' ? wanted.every(has) : wanted.some(has);
}

/** What Seerr answers instead of the thing: status and message. */
export class Refusal extends Error {
  readonly status: number;
  readonly errors: readonly { path: string; message: string }[] | undefined;
  constructor(status: number, message: string, errors?: readonly { path: string; message: string }[]) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

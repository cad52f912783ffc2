import type { SeerrRequest } from '../seerr/model.ts';

/** A request that stands on a subordinate for a title. */
export interface Copy {
  /** 0: what was asked for is there without a request of its own. */
  readonly id: number;
  /** Further requests, for seasons that were added later. */
  readonly more: readonly number[];
  /** What it was set to last. */
  readonly status: number;
  /** ISO 8601, UTC. */
  readonly syncedAt: string;
  readonly seasons: readonly number[];
  /** It was there before us, or came from another primary: ours to follow, not to remove. */
  readonly adopted: boolean;
  /** It is to be removed, and that has not succeeded yet. */
  readonly pendingDelete: boolean;
}

export interface Tracked {
  primaryId: number;
  /** How many whole polls in a row have not seen it. */
  missing: number;
  readonly copies: Map<string, Copy>;
}

export interface Failure {
  /** ISO 8601, UTC. */
  readonly failedAt: string;
  readonly error: string;
  readonly mediaType: string;
  readonly tmdbId: number;
}

/** What is remembered from poll to poll. Written to a file whole; see `state-file.ts`. */
export interface Book {
  lastPollAt: string | undefined;
  /** Label of the primary that all of this was read from. */
  primary: string | undefined;
  paused: boolean;
  readonly tracked: Map<string, Tracked>;
  readonly failures: Map<string, Failure>;
  /** Pairs whose request was about to be made: found there after our death, it is ours. */
  readonly intents: Set<string>;
  /** The primary's requests as they were read last, by id; in memory only. */
  known: ReadonlyMap<number, SeerrRequest> | undefined;
}

export function createBook(): Book {
  return {
    lastPollAt: undefined,
    primary: undefined,
    paused: false,
    tracked: new Map(),
    failures: new Map(),
    intents: new Set(),
    known: undefined,
  };
}

/** Name of a title on a subordinate. */
export function pairOf(fingerprint: string, label: string): string {
  return `${fingerprint}||${label}`;
}

/** A pair's two parts; labels may hold anything. */
export function splitPair(pair: string): { readonly fingerprint: string; readonly label: string } {
  const at = pair.indexOf('||');
  return at < 0 ? { fingerprint: pair, label: '' } : { fingerprint: pair.slice(0, at), label: pair.slice(at + 2) };
}

/** Moments as state files have them: whole seconds, UTC. */
export function toMoment(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

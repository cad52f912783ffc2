import { type MediaType, Refusal } from './model.ts';

/** What Seerr asks TMDB about a title. */
export interface Title {
  readonly tvdbId: number | null;
  /** Numbers of its seasons, specials (0) included. */
  readonly seasons: readonly number[];
}

const highestId = 9_999_999;

/**
 * A title by its TMDB id. The stand-in asks nobody: every id of the usual size is a title, and a show has one to five
 * seasons by its id. @throws Refusal 500, as Seerr answers for what TMDB does not know
 */
export function findTitle(type: MediaType, tmdbId: number): Title {
  if (!Number.isInteger(tmdbId) || tmdbId < 1 || tmdbId > highestId) {
    const what = type === 'movie' ? 'movie' : 'TV show';
    throw new Refusal(500, `[TMDB] Failed to fetch ${what} details: Request failed with status code 404`);
  }
  if (type === 'movie') return { tvdbId: null, seasons: [] };
  return { tvdbId: 100_000 + tmdbId, seasons: Array.from({ length: (tmdbId % 5) + 2 }, (_, index) => index) };
}

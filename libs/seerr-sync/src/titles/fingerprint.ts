/** What makes two requests ask for the same. */
export interface TitleKey {
  readonly mediaType: 'movie' | 'tv';
  readonly tmdbId: number;
  readonly is4k: boolean;
}

/** `movie:603:False`; spelled as in the state files that people have. */
export function fingerprintOf({ mediaType, tmdbId, is4k }: TitleKey): string {
  return `${mediaType}:${tmdbId}:${is4k ? 'True' : 'False'}`;
}

/** What a fingerprint says; `undefined` where it is none. */
export function parseFingerprint(fingerprint: string): TitleKey | undefined {
  const match = /^(movie|tv):(\d+):(True|False)$/.exec(fingerprint);
  if (match === null) return undefined;
  return { mediaType: match[1] === 'tv' ? 'tv' : 'movie', tmdbId: Number(match[2]), is4k: match[3] === 'True' };
}

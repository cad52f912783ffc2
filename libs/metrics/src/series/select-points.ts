/** Fewer seconds than this in a point would draw the interval of the samples. */
const leastBucketSeconds = 5;

/**
 * Seconds that a point stands for: what is asked for, or more where the range would give too many points. Null where
 * neither says anything, and each sample is a point.
 */
export function bucketSeconds(options: {
  requested: number | null | undefined;
  /** Length of the range; absent: everything that there is. */
  rangeSeconds: number | undefined;
  maxPoints: number;
}): number | null {
  const { rangeSeconds, maxPoints } = options;
  const requested = options.requested !== undefined && (options.requested ?? 0) > 0 ? options.requested : null;
  if (rangeSeconds === undefined || maxPoints <= 0) return requested;
  return Math.max(requested ?? 0, leastBucketSeconds, Math.ceil(rangeSeconds / maxPoints));
}

/**
 * Which of the samples are drawn, by index: the last of each bucket, then every k-th of these where that is still too
 * many, and the newest in any case.
 * @param timestamps ascending
 */
export function selectPoints(
  timestamps: readonly number[],
  bucket: number | null,
  maxPoints: number,
): readonly number[] {
  const bucketOf = (index: number) => Math.floor((timestamps[index] ?? 0) / (bucket ?? 1));
  const all = timestamps.map((_, index) => index);
  const lasts =
    bucket === null
      ? all
      : all.filter((index) => index === timestamps.length - 1 || bucketOf(index) !== bucketOf(index + 1));
  if (maxPoints <= 0 || lasts.length <= maxPoints) return lasts;
  const step = Math.ceil(lasts.length / maxPoints);
  const thinned = lasts.filter((_, at) => at % step === 0);
  const newest = timestamps.length - 1;
  return thinned.at(-1) === newest ? thinned : [...thinned, newest];
}

/** Counts requests as GitHub does, an hour at a time. It never refuses by itself: that is what faults are for. */
export function createRateLimit(now: () => number) {
  const hourMs = 3_600_000;
  const used = new Map<string, number>();
  return (token: string | undefined): Readonly<Record<string, string>> => {
    const limit = token === undefined ? 60 : 5000;
    const hour = Math.floor(now() / hourMs);
    const key = `${token ?? ''}@${hour}`;
    const count = Math.min((used.get(key) ?? 0) + 1, limit - 1);
    used.set(key, count);
    return {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(limit - count),
      'x-ratelimit-reset': String(((hour + 1) * hourMs) / 1000),
      'x-ratelimit-used': String(count),
      'x-ratelimit-resource': 'core',
    };
  };
}

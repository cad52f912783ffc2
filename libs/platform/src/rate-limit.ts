/**
 * How many seconds a server asks us to wait, or `undefined` where the answer is not about a rate limit.
 * `Retry-After` wins, then the moment at which an exhausted quota is renewed, then a minute.
 * @param nowMs epoch milliseconds, for headers that name a moment
 */
export function rateLimitSeconds(
  status: number,
  headers: Readonly<Record<string, string>>,
  nowMs: number,
): number | undefined {
  const retryAfter = headers['retry-after'];
  const exhausted = headers['x-ratelimit-remaining'] === '0';
  if (status !== 429 && !(status === 403 && (retryAfter !== undefined || exhausted))) return undefined;
  if (retryAfter !== undefined && /^\d+$/.test(retryAfter.trim())) return Number(retryAfter);
  if (retryAfter !== undefined && !Number.isNaN(Date.parse(retryAfter))) {
    return Math.max(0, Math.ceil((Date.parse(retryAfter) - nowMs) / 1000));
  }
  const reset = Number(headers['x-ratelimit-reset']);
  if (Number.isFinite(reset) && reset > 0) return Math.max(0, Math.ceil(reset - nowMs / 1000));
  return 60;
}

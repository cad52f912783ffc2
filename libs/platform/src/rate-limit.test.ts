import { describe, expect, it } from 'vitest';
import { rateLimitSeconds } from './rate-limit.ts';

describe('rateLimitSeconds', () => {
  it('believes Retry-After before everything else', () => {
    const headers = { 'retry-after': '7', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1100' };
    expect(rateLimitSeconds(429, headers, 1_000_000)).toBe(7);
  });
  it('reads Retry-After as a moment', () => {
    expect(rateLimitSeconds(429, { 'retry-after': 'Thu, 01 Jan 1970 00:01:00 GMT' }, 30_000)).toBe(30);
  });
  it('waits until an exhausted quota is renewed', () => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1100' };
    expect(rateLimitSeconds(403, headers, 1_000_000)).toBe(100);
  });
  it('waits a minute where the server names no time', () => {
    expect(rateLimitSeconds(429, {}, 0)).toBe(60);
  });
  it('does not take a plain refusal for a limit', () => {
    expect(rateLimitSeconds(403, { 'x-ratelimit-remaining': '12' }, 0)).toBeUndefined();
    expect(rateLimitSeconds(404, { 'retry-after': '3' }, 0)).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { formatAgo, formatDuration } from './duration.ts';

describe('formatDuration', () => {
  it.each([
    [0, 'under 0.1 s'],
    [49, 'under 0.1 s'],
    [50, '0.1 s'],
    [420, '0.4 s'],
    [1_000, '1 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [134_000, '2 min 14 s'],
    [3_600_000, '1 h'],
    [3_661_000, '1 h 1 min'],
    [90_061_000, '1 d 1 h'],
    [86_400_000 * 3 + 60_000, '3 d'],
    [-5, 'under 0.1 s'],
  ])('says %d ms as %s', (span, words) => expect(formatDuration(span)).toBe(words));
});

describe('formatAgo', () => {
  it.each([
    [0, 'just now'],
    [4_999, 'just now'],
    [40_000, '40 s ago'],
    [125_000, '2 min ago'],
    [7_200_000, '2 h ago'],
    [200_000_000, '2 d ago'],
    [-3_000, 'just now'],
  ])('says %d ms ago as %s', (span, words) =>
    expect(formatAgo(1_000_000_000_000 - span, 1_000_000_000_000)).toBe(words),
  );
});

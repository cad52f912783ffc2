import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const tokens = readTokens(readFileSync(new URL('./tokens.css', import.meta.url), 'utf8'));
const planes = ['canvas', 'surface', 'raised', 'sunken'];
const states = ['ok', 'busy', 'warn', 'fail', 'idle'];

/** Foreground, background and the least ratio that brand and WCAG ask for. */
const pairs: [string, string, number][] = [
  ...planes.flatMap((plane): [string, string, number][] => [
    ['text', plane, 12],
    ['muted', plane, 7],
    ['faint', plane, 4.5],
    ['accent', plane, 4.5],
    ['outline', plane, 3],
    ...states.map((state): [string, string, number] => [state, plane, 4.5]),
  ]),
  ...states.flatMap((state): [string, string, number][] => [
    [state, `${state}-soft`, 4.5],
    ['text', `${state}-soft`, 12],
    ['muted', `${state}-soft`, 7],
    ['faint', `${state}-soft`, 4.5],
  ]),
  ['on-accent', 'accent-fill', 7],
  ['on-accent', 'accent-fill-strong', 7],
  ['accent-strong', 'accent-soft', 4.5],
  ['text', 'accent-soft', 12],
  ['muted', 'accent-soft', 7],
  ...[1, 2, 3, 4, 5, 6].map((tile): [string, string, number] => ['tile-text', `tile-${tile}`, 7]),
];

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  it.each(pairs)('%s on %s has a contrast of at least %d', (front, back, least) => {
    const one = tokens.get(front)?.[theme];
    const other = tokens.get(back)?.[theme];
    expect(one && other && contrastRatio(one, other)).toBeGreaterThanOrEqual(least);
  });
});

describe('the order of planes', () => {
  it('gives each step its own tone in both themes', () => {
    for (const theme of ['light', 'dark'] as const) {
      expect(new Set(planes.map((plane) => tokens.get(plane)?.[theme])).size).toBe(planes.length);
    }
  });
});

/** Colour of a token in both themes, as `#rrggbb`. */
interface TokenPair {
  readonly light: string;
  readonly dark: string;
}

/** Reads every `--name: light-dark(#…, #…)` of a style sheet. */
function readTokens(css: string): ReadonlyMap<string, TokenPair> {
  const found = new Map<string, TokenPair>();
  for (const match of css.matchAll(/--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/gi)) {
    const [, name, light, dark] = match;
    if (name && light && dark) found.set(name, { light, dark });
  }
  return found;
}

/** Contrast of two colours as WCAG 2 defines it, 1 to 21. */
function contrastRatio(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

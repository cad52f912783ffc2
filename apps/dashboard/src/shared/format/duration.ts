const units: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
];

/** A span in at most two parts: `2 min 14 s`. Under a second it is `0.4 s`, and less than that `under 0.1 s`. */
export function formatDuration(spanMs: number): string {
  const span = Math.max(0, spanMs);
  if (span < 50) return 'under 0.1 s';
  if (span < 1_000) return `${(Math.round(span / 100) / 10).toFixed(1)} s`;
  const rounded = span >= 3_600_000 ? Math.floor(span / 60_000) * 60_000 : Math.floor(span / 1_000) * 1_000;
  const first = units.findIndex(([, size]) => rounded >= size);
  const parts = units.slice(first, first + 2).flatMap(([name, size], index) => {
    const above = units[first + index - 1];
    const amount = Math.floor((index === 0 || !above ? rounded : rounded % above[1]) / size);
    return amount > 0 ? [`${amount} ${name}`] : [];
  });
  return parts.join(' ');
}

/** How long ago something was, in one part: `just now`, `40 s ago`, `3 h ago`. */
export function formatAgo(at: number, now: number): string {
  const span = now - at;
  if (span < 5_000) return 'just now';
  const unit = units.find(([, size]) => span >= size);
  return unit ? `${Math.floor(span / unit[1])} ${unit[0]} ago` : 'just now';
}

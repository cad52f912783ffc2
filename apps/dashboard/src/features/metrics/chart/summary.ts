/** What a line says at a glance. */
export interface Summary {
  readonly now: number | null;
  readonly least: number;
  readonly most: number;
}

/** The newest value, the least and the greatest; `undefined` without any. */
export function summarise(values: readonly (number | null)[]): Summary | undefined {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value === null) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return most < least ? undefined : { now: values.at(-1) ?? null, least, most };
}

/** So many characters are looked up at once, at every so many places: a needle covers such a place wherever it stands. */
const gram = 3;
const stride = 4;
/** The shortest needle that is found for certain. */
export const shortestNeedle = gram + stride - 1;
const tableSize = 2 ** 14;

/**
 * Makes a test whether a text holds one of many needles. Almost no line of a log does, so it has to be cheap to say no,
 * whether there are three needles or three hundred: it looks up every fourth place of the text instead of searching for
 * each needle.
 * @param needles each of at least `shortestNeedle` characters
 */
export function createNeedleSearch(needles: readonly string[]): (text: string) => boolean {
  const places = new Uint16Array(tableSize);
  const buckets: string[][] = [[]];
  for (const needle of needles) {
    for (let at = 0; at < stride; at += 1) {
      const place = hash(needle, at);
      if (places[place] === 0) places[place] = buckets.push([]) - 1;
      buckets[places[place] ?? 0]?.push(needle);
    }
  }
  return (text) => {
    if (needles.length === 0) return false;
    for (let at = 0; at <= text.length - gram; at += stride) {
      const bucket = places[hash(text, at)] ?? 0;
      if (bucket !== 0 && buckets[bucket]?.some((needle) => text.includes(needle))) return true;
    }
    return false;
  };
}

function hash(text: string, at: number): number {
  const mixed = (text.charCodeAt(at) * 31 + text.charCodeAt(at + 1)) * 31 + text.charCodeAt(at + 2);
  return (mixed ^ (mixed >>> 7)) & (tableSize - 1);
}

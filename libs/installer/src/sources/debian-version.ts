/**
 * Orders two versions as dpkg does (deb-version(7)): epoch, upstream version, revision; in each, texts and numbers in
 * turns, where `~` comes before everything, even the end, and letters before other signs.
 * @returns negative where `a` is older
 */
export function compareDebianVersions(a: string, b: string): number {
  const left = split(a);
  const right = split(b);
  return (
    left.epoch - right.epoch || comparePart(left.upstream, right.upstream) || comparePart(left.revision, right.revision)
  );
}

/** The part that the authors of the program gave: `10.10.7` of `10.10.7+deb12`. */
export function upstreamRelease(version: string): string {
  return split(version).upstream.replace(/[+~].*$/, '');
}

function split(version: string): { epoch: number; upstream: string; revision: string } {
  const colon = version.indexOf(':');
  const rest = version.slice(colon + 1);
  const dash = rest.lastIndexOf('-');
  return {
    epoch: colon < 0 ? 0 : Number(version.slice(0, colon)) || 0,
    upstream: dash < 0 ? rest : rest.slice(0, dash),
    revision: dash < 0 ? '' : rest.slice(dash + 1),
  };
}

function comparePart(a: string, b: string): number {
  const left = pieces(a);
  const right = pieces(b);
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [text = '', digits = ''] = left[index] ?? [];
    const [otherText = '', otherDigits = ''] = right[index] ?? [];
    const order = compareText(text, otherText) || compareNumbers(digits, otherDigits);
    if (order !== 0) return order;
  }
  return 0;
}

/** A text and the number behind it, in turns; either may be empty. */
function pieces(part: string): readonly (readonly [string, string])[] {
  return [...part.matchAll(/(\D*)(\d*)/g)].map(([, text = '', digits = '']) => [text, digits] as const);
}

function compareText(a: string, b: string): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const order = weight(a[index]) - weight(b[index]);
    if (order !== 0) return order;
  }
  return 0;
}

function weight(character: string | undefined): number {
  if (character === undefined) return 0;
  if (character === '~') return -1;
  return /[A-Za-z]/.test(character) ? character.charCodeAt(0) : character.charCodeAt(0) + 256;
}

/** Without turning them into numbers: dates with a time have more digits than a number keeps. */
function compareNumbers(a: string, b: string): number {
  const left = a.replace(/^0+/, '');
  const right = b.replace(/^0+/, '');
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : left > right ? 1 : 0;
}

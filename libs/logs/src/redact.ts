import { createNeedleSearch, shortestNeedle } from './needle-search.ts';

/** What stands where a secret was. */
export const redacted = '[REDACTED]';

/** Values shorter than this are too common to be looked for by themselves. */
const shortestSecret = shortestNeedle;

const names = [
  'api[_-]?key',
  'apikey',
  'pass(?:word|wd)?',
  'secret(?:[_-]?key)?',
  'client[_-]?secret',
  '(?:access|refresh|auth|bearer|api|plex|tunnel|session|csrf|id|debrid)?[_-]?token',
  'credentials?',
  'private[_-]?key',
].join('|');

/** What every rule needs to match at all; most lines have none of it and are done after one look. */
const trigger = /key|pass|secret|token|credential|auth|cookie|bearer|basic|@|eyJ|identifier|accountid/i;

/**
 * In what order a line is cleaned; what is captured stays. Every repetition that a match can begin in is bounded or
 * anchored, so that a long hostile line costs time in proportion to its length.
 */
const rules: readonly (readonly [RegExp, string])[] = [
  // Credentials in an address: scheme://user:password@host
  [/(?<![a-z0-9+.-])([a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@]{0,256}:)[^\s/@]{1,1024}(?=@)/gi, `$1${redacted}`],
  // Headers, whole to the end of the line: what follows may be of several parts.
  [/\b(authorization|cookie|x-api-key|x-plex-token|x-emby-token)(["']?\s{0,8}:\s{0,8}["']?).+/gi, `$1$2${redacted}`],
  [/\b(bearer|basic)\s{1,8}[A-Za-z0-9+/._~-]{8,}=*/gi, `$1 ${redacted}`],
  // JSON members and quoted values
  [
    new RegExp(
      `((?:${names})["']?\\s{0,8}[:=]\\s{0,8})("(?:[^"\\\\]|\\\\.){0,8192}(?:"|$)|'(?:[^'\\\\]|\\\\.){0,8192}(?:'|$))`,
      'gi',
    ),
    `$1"${redacted}"`,
  ],
  // name=value and name: value, also as a query parameter, as an environment variable and in JSON that was cut
  [
    new RegExp(`((?:${names})["']?\\s{0,8}[=:]\\s{0,8}["']?)(?!"?\\[REDACTED\\])[^\\s&,;"'}\\])]+`, 'gi'),
    `$1${redacted}`,
  ],
  [/\b((?:X-Plex-Client-Identifier|machineIdentifier|accountID)\s{0,8}[=:]\s{0,8}"?)[\w-]+/gi, `$1${redacted}`],
  // Three-part web tokens, wherever they stand
  [/\beyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}/g, redacted],
  [
    /(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}\.[A-Za-z]{2,24}\b/g,
    redacted,
  ],
];

/**
 * Makes a function that takes secrets out of one whole line: known values wherever they stand, then whatever looks like
 * one. Lines are whole when they come here, so a secret cannot hide on the border of two chunks.
 * @param secrets asked for each line, so that a changed stack document counts at once
 */
export function createRedactor(secrets: () => readonly string[]): (line: string) => string {
  let known: readonly string[] = [];
  let needles: readonly string[] = [];
  let holdsNeedle = createNeedleSearch(needles);
  return (line) => {
    const current = secrets();
    if (current !== known) {
      known = current;
      needles = toNeedles(current);
      holdsNeedle = createNeedleSearch(needles);
    }
    let text = line;
    if (holdsNeedle(text))
      for (const needle of needles) if (text.includes(needle)) text = text.replaceAll(needle, redacted);
    if (!trigger.test(text)) return text;
    for (const [pattern, replacement] of rules) text = text.replace(pattern, replacement);
    return text;
  };
}

/** The values and how they look inside an address; the longest first, since one may hold another. */
function toNeedles(secrets: readonly string[]): readonly string[] {
  const long = secrets.filter((secret) => secret.length >= shortestSecret);
  const forms = long.flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]);
  return [...new Set(forms)].sort((left, right) => right.length - left.length);
}

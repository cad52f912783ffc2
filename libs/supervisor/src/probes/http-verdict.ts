import type { Json } from '@showrunner/contracts';
import type { HttpResponse } from '@showrunner/platform';
import { isRecord, readSpokenHealth, type SpokenHealth } from './status-words.ts';

/** What one probe found, with a sentence for a person. */
export interface Verdict {
  readonly health: SpokenHealth;
  readonly sentence: string;
}

type Expectation = { readonly text: string } | { readonly jsonKey: string };

/** Judges an HTTP answer: its own words weigh more than its status, a wrong body is worse than none. */
export function judgeResponse(response: HttpResponse, expect: Expectation | undefined): Verdict {
  const { status, body, truncated } = response;
  const answers = `Answers with ${status}.`;
  if (truncated) return { health: 'degraded', sentence: `${answers} The answer is too long.` };
  const json = parseJson(body);
  const spoken = readSpokenHealth(json, body);
  const word = spoken === 'unknown-word' ? undefined : spoken;
  const says = word === undefined ? answers : `${answers} It says that it is ${word}.`;
  if (status >= 200 && status < 300) {
    const missing = missingExpectation(json, body, expect);
    if (missing !== undefined) return { health: 'degraded', sentence: `${answers} ${missing}` };
    if (spoken === 'unknown-word')
      return { health: 'degraded', sentence: `${answers} Its status is a word we do not know.` };
    return { health: word ?? 'healthy', sentence: says };
  }
  return { health: word ?? (status >= 500 ? 'unhealthy' : 'degraded'), sentence: says };
}

function missingExpectation(json: Json | undefined, body: string, expect: Expectation | undefined): string | undefined {
  if (expect === undefined) return undefined;
  if ('text' in expect) return body.includes(expect.text) ? undefined : `The text “${expect.text}” is missing.`;
  return hasKey(json, expect.jsonKey.split('.')) ? undefined : `The field “${expect.jsonKey}” is missing.`;
}

function hasKey(json: Json | undefined, path: readonly string[]): boolean {
  let value = json;
  for (const key of path) {
    if (value === undefined || !isRecord(value) || !Object.hasOwn(value, key)) return false;
    value = value[key];
  }
  return value !== undefined;
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json; // JSON.parse makes nothing else
  } catch {
    return undefined; // plain text is an answer, too
  }
}

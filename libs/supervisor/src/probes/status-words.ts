import type { Json, UnitHealth } from '@showrunner/contracts';

/** What an answer's own words say. */
export type SpokenHealth = Exclude<UnitHealth, 'unknown'>;

const words: Readonly<Record<SpokenHealth, readonly string[]>> = {
  healthy: [
    'ok',
    'up',
    'pass',
    'passed',
    'ready',
    'healthy',
    'running',
    'pong',
    'alive',
    'available',
    'success',
    'online',
  ],
  starting: ['starting', 'initializing', 'initialising', 'migrating', 'pending', 'warming_up', 'loading', 'booting'],
  degraded: ['degraded', 'warn', 'warning', 'partial', 'unknown'],
  unhealthy: [
    'down',
    'error',
    'fail',
    'failed',
    'unhealthy',
    'not_ready',
    'unavailable',
    'critical',
    'stopped',
    'offline',
  ],
};
const meaning = new Map(
  Object.entries(words).flatMap(([health, list]) => list.map((word) => [word, health as SpokenHealth] as const)),
);

const statusKeys = ['status', 'state', 'health', 'overallStatus', 'overall_status'];
const componentKeys = ['checks', 'entries', 'components', 'dependencies', 'results'];
/** Components beyond these are not looked at. */
const mostComponents = 12;
/** Plain text longer than this is a page, not a word. */
const longestWord = 32;

/** What a body says of its sender's health; `unknown-word` where it has a status that we do not know. */
export function readSpokenHealth(body: Json | undefined, text: string): SpokenHealth | 'unknown-word' | undefined {
  if (body === undefined) {
    const word = text.trim();
    return word.length > 0 && word.length <= longestWord ? meaning.get(normalize(word)) : undefined;
  }
  return readValue(body) ?? readComponents(body);
}

function readValue(body: Json): SpokenHealth | 'unknown-word' | undefined {
  if (typeof body === 'string') return meaning.get(normalize(body));
  if (!isRecord(body)) return undefined;
  for (const key of statusKeys) {
    const value = body[key];
    if (typeof value === 'boolean') return value ? 'healthy' : 'unhealthy';
    if (typeof value === 'string') return meaning.get(normalize(value)) ?? 'unknown-word';
  }
  return undefined;
}

function readComponents(body: Json): SpokenHealth | undefined {
  if (!isRecord(body)) return undefined;
  for (const key of componentKeys) {
    const value = body[key];
    if (typeof value !== 'object' || value === null) continue;
    const found = Object.values(value)
      .slice(0, mostComponents)
      .map((component: Json) => readValue(component));
    if (found.length > 0) return worst(found);
  }
  return undefined;
}

function worst(found: readonly (SpokenHealth | 'unknown-word' | undefined)[]): SpokenHealth {
  const order: readonly SpokenHealth[] = ['unhealthy', 'starting', 'degraded'];
  const bad = order.find((health) => found.includes(health));
  return bad ?? (found.every((health) => health === 'healthy') ? 'healthy' : 'degraded');
}

function normalize(word: string): string {
  return word
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
    .replace(/[.!]+$/, '');
}

/** Whether it is a JSON object. */
export function isRecord(value: Json): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Where a fixture comes from: captured from a program, or made by us from what is known about it. */
export type Origin = 'captured' | 'constructed';

const statement = /((?:`[^`]+`(?:,\s+)?)+):\s+(captured\s+\S+\s+v?\d|constructed\s+from\s+\S)/g;

/** Reads `fixtures/README.md`: "`log.txt`: captured PostgreSQL 15.20." Names are relative to `fixtures`. */
export function readOrigins(readme: string): ReadonlyMap<string, Origin> {
  const origins = new Map<string, Origin>();
  for (const [, names = '', said = ''] of readme.matchAll(statement)) {
    const origin = said.startsWith('captured') ? 'captured' : 'constructed';
    for (const [, name = ''] of names.matchAll(/`([^`]+)`/g)) origins.set(name, origin);
  }
  return origins;
}

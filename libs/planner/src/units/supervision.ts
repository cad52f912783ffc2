import { canonical } from '../fingerprint.ts';
import { toSentenceList } from '../resolve/names.ts';
import type { UnitSpec } from '../unit.ts';

/** What a process is made of. The rest of a spec is how it is supervised. */
type ProcessKey =
  'unitId' | 'serviceKey' | 'instance' | 'argv' | 'cwd' | 'env' | 'user' | 'outputFile' | 'mounts' | 'inputs';

/** How a unit is watched, restarted, stopped and read: what changes while its process goes on. */
export type Supervision = Omit<UnitSpec, ProcessKey>;

const processKeys: ReadonlySet<string> = new Set<ProcessKey>([
  'unitId',
  'serviceKey',
  'instance',
  'argv',
  'cwd',
  'env',
  'user',
  'outputFile',
  'mounts',
  'inputs',
]);

/** The supervision in a spec. */
export function supervisionOf(spec: UnitSpec): Supervision {
  // What is left when the keys of the process are taken out is what the type says.
  return Object.fromEntries(Object.entries(spec).filter(([key]) => !processKeys.has(key))) as unknown as Supervision;
}

/** Words for what changes. Whatever has none of its own is told as supervision at large. */
const words: Readonly<Record<string, string>> = {
  restart: 'the restart policy',
  limits: 'the limits',
  probes: 'the probes',
  startupMs: 'the time to come up',
  stop: 'the way to stop',
  stopTier: 'the order of stopping',
  gates: 'the gates',
  edges: 'what it depends on',
  logs: 'the reading of the log',
};

/** What differs between two supervisions, for a person: “the restart policy and the probes”. `undefined`: nothing. */
export function supervisionChange(before: Supervision, after: Supervision): string | undefined {
  const [old, now] = [{ ...before }, { ...after }] as readonly Readonly<Record<string, unknown>>[];
  const keys = [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])];
  const changed = keys.filter((key) => canonical(old?.[key]) !== canonical(now?.[key]));
  if (changed.length === 0) return undefined;
  return toSentenceList([...new Set(changed.map((key) => words[key] ?? 'the supervision'))].toSorted());
}

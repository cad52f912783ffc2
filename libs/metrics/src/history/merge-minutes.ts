import type { HistoryStore } from './history-store.ts';
import { parseSnapshot, type StoredProcess, type StoredSnapshot } from './stored-snapshot.ts';

/** Samples younger than this stay as they were taken. */
export const fullDetailSeconds = 24 * 3600;
const minute = 60;
/** Minutes that are merged at one time, so that nobody waits for it. */
const minutesAtOnce = 30;
const noteKey = 'minutes_merged_until';

/**
 * Puts one sample in the place of all samples of a minute that is older than a day: shares are the mean, counters and all
 * else are those of the last. Goes on where it was the time before. Answers whether there is more to do.
 * @param now epoch milliseconds
 */
export async function mergeMinutes(store: HistoryStore, now: number): Promise<boolean> {
  const { oldest } = await store.size();
  const until = Math.floor((now / 1000 - fullDetailSeconds) / minute) * minute;
  const begin = Math.max(Number(store.note(noteKey) ?? 0), Math.floor((oldest ?? until) / minute) * minute);
  let from = begin;
  for (let merged = 0; from < until && merged < minutesAtOnce; from += minute) {
    const moments = store.between(from, from + minute);
    if (moments.length === 0) {
      // Over a time when nothing ran: to the next sample.
      const [next = until] = store.between(from, until);
      from = Math.min(until, Math.floor(next / minute) * minute) - minute;
      continue;
    }
    merged += 1;
    if (moments.length === 1) continue;
    const samples: StoredSnapshot[] = [];
    for await (const text of store.texts(moments)) {
      const sample = parseSnapshot(text);
      if (sample !== undefined) samples.push(sample);
    }
    const into = mergeSamples(samples);
    if (into !== undefined) await store.merge(moments, into);
  }
  if (from > begin) store.setNote(noteKey, String(from));
  return from < until;
}

/** One sample for several; `undefined` without any. */
export function mergeSamples(samples: readonly StoredSnapshot[]): StoredSnapshot | undefined {
  const last = samples.at(-1);
  if (last === undefined) return undefined;
  const { system = {} } = last;
  const mean = (pick: (sample: StoredSnapshot) => number | null | undefined) => meanOf(samples.map(pick));
  const processes = (pick: (sample: StoredSnapshot) => readonly StoredProcess[] | undefined) =>
    (pick(last) ?? []).map((entry) => {
      const same = samples.flatMap((sample) => (pick(sample) ?? []).filter(({ pid }) => pid === entry.pid));
      return {
        ...entry,
        ...withNumber('cpu_percent', meanOf(same.map(({ cpu_percent: cpu }) => cpu))),
        ...withNumber('rss', meanOf(same.map(({ rss }) => rss))),
      };
    });
  return {
    ...last,
    system: {
      ...system,
      cpu_percent: mean((sample) => sample.system?.cpu_percent),
      ...(system.mem ? { mem: { ...system.mem, percent: mean((sample) => sample.system?.mem?.percent) } } : {}),
    },
    dumb_managed: processes((sample) => sample.dumb_managed),
    external: processes((sample) => sample.external),
  };
}

function withNumber(name: 'cpu_percent' | 'rss', value: number | null): StoredProcess {
  return value === null ? {} : { [name]: value };
}

function meanOf(values: readonly (number | null | undefined)[]): number | null {
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length === 0) return null;
  return Math.round((numbers.reduce((sum, value) => sum + value, 0) / numbers.length) * 10) / 10;
}

import type { Files } from '@showrunner/platform';

const highestPort = 65_535;

/** Which page has which port, kept so that a bookmark holds. */
export interface PortBook {
  /** Ports of pages: the one that each had, where it is free, else the lowest free one. What finds none has none. */
  assign(pages: readonly string[], first: number, taken: ReadonlySet<number>): ReadonlyMap<string, number>;
  /** Writes down what was assigned last. */
  save(): Promise<void>;
}

export async function openPortBook(files: Files, path: string): Promise<PortBook> {
  const known = new Map(await readPorts(files, path));
  let written = JSON.stringify([...known]);
  return {
    assign(pages, first, taken) {
      const assigned = new Map<string, number>();
      const used = new Set(taken);
      for (const page of pages) {
        const port = known.get(page);
        if (port === undefined || port < first || used.has(port)) continue;
        assigned.set(page, port);
        used.add(port);
      }
      // What is switched off keeps its place, as long as there is another one.
      const kept = new Set([...known].filter(([page]) => !pages.includes(page)).map(([, port]) => port));
      for (const page of pages) {
        if (assigned.has(page)) continue;
        const port = lowestFree(first, (candidate) => used.has(candidate) || kept.has(candidate));
        if (port === undefined) continue;
        assigned.set(page, port);
        used.add(port);
      }
      for (const [page, port] of assigned) known.set(page, port);
      return assigned;
    },
    async save() {
      const text = JSON.stringify([...known]);
      if (text === written) return;
      await files.write(path, `${JSON.stringify(Object.fromEntries(known), null, 2)}\n`, { mode: 0o600 });
      written = text;
    },
  };
}

/** The lowest port from `first` on that is not taken; `undefined` where all are. */
export function lowestFree(first: number, isTaken: (port: number) => boolean): number | undefined {
  for (let port = first; port <= highestPort; port++) if (!isTaken(port)) return port;
  return undefined;
}

/** What cannot be read is assigned anew: only bookmarks are lost. */
async function readPorts(files: Files, path: string): Promise<[string, number][]> {
  const text = await files.readText(path);
  if (text === undefined) return [];
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).filter((entry): entry is [string, number] => Number.isInteger(entry[1]));
  } catch {
    return [];
  }
}

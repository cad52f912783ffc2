import type { LiveCatalog, ServicePackage } from '@showrunner/catalog';
import { listEntries } from '@showrunner/config';
import { toProblem, type UnitId } from '@showrunner/contracts';
import type { Stack } from '@showrunner/operations';
import type { Clock, Files, Logger } from '@showrunner/platform';
import { type OwnService, type OwnText, parseOwnServices, readOwnTexts, shownPath } from './read-own-services.ts';

const intervalMs = 5_000;

/** The services of a person's own, while Showrunner runs. */
export interface OwnServices {
  /** A sentence each: what is wrong with a file, or what is still to be done for it. */
  warnings(): readonly string[];
  /** Looks at the files now. What is new or changed counts for every plan from then on; nothing that runs is touched. */
  check(): Promise<void>;
  start(): void;
  close(): Promise<void>;
}

export interface OwnServicesOptions {
  readonly root: string;
  readonly files: Files;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly catalog: LiveCatalog;
  /** What Showrunner brings. */
  readonly known: readonly ServicePackage[];
  /** The files that the catalogue was made of. */
  readonly first: ReadonlyMap<string, OwnText>;
  readonly stack: Pick<Stack, 'catalog' | 'document' | 'engine' | 'preview' | 'refreshCatalog'>;
}

/**
 * Follows the files. A file that is right counts at once: a new service is offered, and a changed one is planned by what
 * it says now, so that the next plan shows what it would restart. While something of a service is switched on or runs, a
 * file that is gone or wrong changes nothing: what it said before goes on to count until the next start.
 */
export function watchOwnServices(options: OwnServicesOptions): OwnServices {
  const { clock, logger, catalog, stack } = options;
  const parsedFirst = parseOwnServices(options.first, options.known);
  let seen = options.first;
  let used = packagesOf(parsedFirst);
  let wrong: readonly string[] = parsedFirst.flatMap(({ issues }) => issues);
  /** Whose files have changed while something of them runs by what they said before. */
  let pending: ReadonlySet<string> = new Set();
  /** Which count although their files are gone or wrong. */
  let keptKeys: readonly string[] = [];
  let cancel: (() => void) | undefined;
  let round: Promise<void> | undefined;
  let closed = false;
  for (const warning of wrong) logger.warn('own-service.refused', { warning });

  const take = async (texts: OwnServicesOptions['first']) => {
    const parsed = parseOwnServices(texts, options.known);
    const found = packagesOf(parsed);
    const kept = [...used].filter(([key]) => !found.has(key) && isInUse(key, stack));
    const changed = [...found.keys()].filter((key) => used.has(key) && !isEqual(seen.get(key), texts.get(key)));
    const gone = kept.filter(([key]) => !texts.has(key)).map(([key]) => sayGone(key));
    const broken = kept.filter(([key]) => texts.has(key)).map(([key]) => sayBroken(key));
    keptKeys = kept.map(([key]) => key);
    seen = texts;
    used = new Map([...found, ...kept]);
    wrong = [...parsed.flatMap(({ issues }) => issues), ...broken, ...gone];
    pending = new Set([...pending, ...changed.filter((key) => isInUse(key, stack))]);
    catalog.replace([...options.known, ...used.values()]);
    await stack.refreshCatalog();
    logger.info('own-services.read', { services: [...used.keys()] });
    for (const warning of wrong) logger.warn('own-service.refused', { warning });
  };
  /** What has been started anew meanwhile, or was not altered by its file, waits for nothing. */
  const settle = async () => {
    if (pending.size === 0) return;
    const { steps } = await stack.preview({ kind: 'reconcile' });
    const waiting = new Set(steps.map(({ processName }) => processName));
    const isWaiting = (key: string) => processesOf(key, stack).some((name) => waiting.has(name));
    pending = new Set([...pending].filter(isWaiting));
  };
  const check = async () => {
    try {
      const texts = await readOwnTexts(options.root, options.files);
      const isOver = keptKeys.some((key) => !isInUse(key, stack));
      if (isOver || !isSame(texts, seen)) await take(texts);
      await settle();
    } catch (error) {
      const { code, message } = toProblem(error);
      logger.warn('own-services.not-read', { code, message });
    }
  };
  const arm = () => {
    if (!closed) cancel = clock.after(intervalMs, () => void (round = check().then(arm))); // `check` does not throw
  };

  return {
    warnings: () => [...wrong, ...[...pending].map((key) => sayPending(key, processesOf(key, stack)))],
    check,
    start: arm,
    async close() {
      closed = true;
      cancel?.();
      await round;
    },
  };
}

/** Packages by key. */
export function packagesOf(parsed: readonly OwnService[]): ReadonlyMap<string, ServicePackage> {
  return new Map(parsed.flatMap(({ key, service }) => (service === undefined ? [] : [[key, service] as const])));
}

function isSame(a: OwnServicesOptions['first'], b: OwnServicesOptions['first']): boolean {
  return a.size === b.size && [...a].every(([key, own]) => isEqual(own, b.get(key)));
}

function isEqual(a: OwnText | undefined, b: OwnText | undefined): boolean {
  return a?.text === b?.text && a?.isReadable === b?.isReadable;
}

function isInUse(key: string, stack: OwnServicesOptions['stack']): boolean {
  return processesOf(key, stack).length > 0;
}

/** Names of its processes that are switched on, or run all the same. */
function processesOf(key: string, { catalog, document, engine }: OwnServicesOptions['stack']): readonly string[] {
  const enabled = listEntries(document().effective, catalog).filter(
    (entry) => entry.serviceKey === key && entry.enabled,
  );
  const running = engine.list().filter(({ unitId, state }) => {
    return state !== 'stopped' && engine.specOf(unitId as UnitId)?.spec.serviceKey === key; // the engine has it from a spec
  });
  return [...new Set([...enabled, ...running].map(({ processName }) => processName))];
}

const sayBroken = (key: string): string =>
  `${shownPath(key)}: What is switched on or runs of it goes on by what the file said before. Mend the file before the next start of Showrunner, which stops it otherwise.`;

const sayGone = (key: string): string =>
  `${shownPath(key)}: The file is gone. What is switched on or runs of it goes on by what the file said. Put it back, or switch the service off; the next start of Showrunner stops it otherwise.`;

const sayPending = (key: string, names: readonly string[]): string =>
  `${shownPath(key)}: The file has changed, and ${names.join(' and ')} still ${names.length === 1 ? 'runs' : 'run'} by what it said before. Restart ${names.length === 1 ? 'it' : 'them'} when it suits you.`;

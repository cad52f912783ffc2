import type { Catalog } from '@showrunner/catalog';
import { type ConnectionView, toOperationId, toProblem } from '@showrunner/contracts';
import type { Platform } from '@showrunner/platform';
import { type HostFacts, type KnownConnection, knownConnections } from '@showrunner/planner';
import { ownActor } from '../change-view.ts';
import { createMutex } from '../mutex.ts';
import type { Operations } from '../operations.ts';
import { createContext, inTime } from '../steps/connect.ts';
import type { AppliedTable } from '../store/applied.table.ts';
import type { DocumentSnapshot } from '../store/document-store.ts';
import type { WatchedConnection, WatchedConnectionTable } from '../store/watched-connection.table.ts';

/** How often programs are asked. It costs them one small request a connection. */
const intervalMs = 15 * 60_000;
/** What is taken out again so soon after it was mended is meant to be out. */
const wishMs = 7 * 24 * 60 * 60_000;

/** The connections between services, and whether they are still there. */
export interface Connections {
  list(): Promise<readonly ConnectionView[]>;
  /** Asks the programs now, and makes again what somebody has taken out. Resolves when that has ended, however. */
  check(): Promise<void>;
}

export interface ConnectionWatch extends Connections {
  /** Looks now and then from now on. */
  start(): void;
  close(): Promise<void>;
}

export interface ConnectionWatchOptions {
  readonly platform: Platform;
  readonly catalog: Catalog;
  readonly table: WatchedConnectionTable;
  readonly applied: Pick<AppliedTable, 'forget'>;
  readonly operations: Pick<Operations, 'run' | 'whenDone' | 'list'>;
  readonly document: () => DocumentSnapshot;
  readonly survey: () => Promise<HostFacts>;
}

/**
 * Watches what programs were told of each other. What a person takes out of a program by hand is made again once, because
 * it may as well have been lost with a backup that was restored; what is taken out again within a week stays out until
 * somebody asks for it or one of its values changes. Asks nothing before `start`.
 */
export function watchConnections(options: ConnectionWatchOptions): ConnectionWatch {
  const { platform, table, operations } = options;
  const { clock, logger } = platform;
  const checking = createMutex();
  const closing = new AbortController();
  let cancel: (() => void) | undefined;
  let round: Promise<void> | undefined;

  const known = async () => {
    const { stored, effective } = options.document();
    const facts = await options.survey();
    return { facts, connections: knownConnections({ stored, effective, catalog: options.catalog, facts }) };
  };
  const watchedOf = ({ planned: { key }, fingerprint }: KnownConnection): WatchedConnection | undefined => {
    const watched = table.get(key);
    return watched?.fingerprint === fingerprint ? watched : undefined;
  };

  /** Those that are missing and are to be made again. What cannot be asked now is not missing. */
  const findMissing = async (): Promise<readonly KnownConnection[]> => {
    const { facts, connections } = await known();
    const serving = new Set(facts.units.filter(({ healthy }) => healthy).map(({ unitId }) => unitId));
    const missing: KnownConnection[] = [];
    for (const connection of connections) {
      const { planned, isMade } = connection;
      if (!isMade || !serving.has(planned.units.self) || !serving.has(planned.units.peer)) continue;
      const found = await ask(connection, options, closing.signal);
      const watched = watchedOf(connection);
      if (found === true && watched?.state === 'left-out') table.forget(planned.key);
      if (found !== false || watched?.state === 'left-out') continue;
      if (watched === undefined || clock.now() - watched.at > wishMs) missing.push(connection);
      else {
        table.save(planned.key, { ...watched, state: 'left-out', at: clock.now() });
        logger.warn('connection.left-out', { connection: planned.key });
      }
    }
    return missing;
  };

  const mend = async (missing: readonly KnownConnection[]): Promise<void> => {
    const keys = missing.map(({ planned }) => planned.key);
    logger.info('connection.missing', { connections: keys });
    const { id } = await operations.run({ kind: 'reconnect', connections: keys }, ownActor);
    const { steps } = await operations.whenDone(toOperationId(id), closing.signal);
    for (const { planned, fingerprint, title } of missing) {
      const made = steps.some((step) => step.kind === 'connect' && step.title === title && step.state === 'done');
      if (made) table.save(planned.key, { state: 'mended', fingerprint, at: clock.now() });
      // As any other that failed, the next plan that concerns one of the two makes it.
      else options.applied.forget(planned.key);
    }
  };

  const check = () =>
    checking(async () => {
      // What is being changed cannot be judged.
      if (closing.signal.aborted || operations.list().some(({ state }) => state === 'running')) return;
      try {
        const missing = await findMissing();
        if (missing.length > 0) await mend(missing);
      } catch (error) {
        if (closing.signal.aborted) return;
        const { code, message } = toProblem(error);
        logger.warn('connection.not-checked', { code, message });
      }
    });
  const arm = (): void => {
    if (closing.signal.aborted) return;
    cancel = clock.after(intervalMs, () => void (round = check().then(arm))); // `check` does not throw
  };

  return {
    async list() {
      return (await known()).connections.map((connection) => view(connection, watchedOf(connection)));
    },
    check,
    start: () => void (round = check().then(arm)), // nor here
    async close() {
      closing.abort(new Error('The control plane is stopping.'));
      cancel?.();
      await round;
    },
  };
}

/** Whether a connection is there; `undefined` where it cannot be asked. */
async function ask(
  { planned }: KnownConnection,
  { platform, catalog }: Pick<ConnectionWatchOptions, 'platform' | 'catalog'>,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  const isMade = catalog.get(planned.record.self.serviceKey)?.connections?.[planned.hook]?.isMade;
  if (isMade === undefined) return undefined;
  try {
    const quiet = { line: () => undefined };
    return await inTime(platform, signal, (bounded) => isMade(createContext(planned, platform, quiet, bounded)));
  } catch (error) {
    signal.throwIfAborted();
    platform.logger.debug('connection.not-asked', { connection: planned.key, message: toProblem(error).message });
    return undefined;
  }
}

function view({ planned, title, isMade }: KnownConnection, watched: WatchedConnection | undefined): ConnectionView {
  const { key, record } = planned;
  const state = watched?.state === 'left-out' ? 'left-out' : isMade ? 'made' : 'open';
  return {
    key,
    title,
    self: record.self.processName,
    peer: record.peer.processName,
    state,
    message: isMade ? sayMade(watched) : 'It is made as soon as both run and one of them is started or changed.',
    at: watched?.at ?? null,
  };
}

function sayMade(watched: WatchedConnection | undefined): string {
  if (watched === undefined) return 'It was made.';
  return watched.state === 'mended'
    ? 'It was missing, and was made again.'
    : 'Somebody took it out again after it had been made again, so it stays out until you ask for it.';
}

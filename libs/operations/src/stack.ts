import type { Catalog } from '@showrunner/catalog';
import { findEntry, listEntries, type Overrides, secretValues } from '@showrunner/config';
import {
  type JsonObject,
  type OperationId,
  type OperationView,
  type SequencedEvent,
  type ServiceView,
  type StackBrake,
  toOperationId,
  toProblem,
  type UnitId,
  type UnitStatus,
} from '@showrunner/contracts';
import { createRedactor } from '@showrunner/logs';
import type { Platform } from '@showrunner/platform';
import type { Engine, HostFacts } from '@showrunner/planner';
import type { LocalEngine } from '@showrunner/supervisor';
import { type Connections, watchConnections } from './connections/watch-connections.ts';
import { createEventStream, type EventStream } from './event-stream.ts';
import { forgetLost } from './forget-lost.ts';
import { ownActor } from './change-view.ts';
import { createKeyedMutex, createMutex } from './mutex.ts';
import { openOperations, type Operations } from './operations.ts';
import type { ArtifactInstaller, FileWriter } from './performer.ts';
import { viewServices } from './services-view.ts';
import { concludeStartup, type StartupState } from './startup.ts';
import { openAppliedTable } from './store/applied.table.ts';
import { type DocumentSnapshot, openDocumentStore } from './store/document-store.ts';
import { openWatchedConnectionTable } from './store/watched-connection.table.ts';
import { openOperationTable } from './store/operation.table.ts';
import { surveyHost, type SurveyOptions } from './survey.ts';
import type { VersionFinder } from './updates/look-up.ts';
import { type InstallRecovery, settleInterrupted } from './trial/settle-interrupted.ts';
import { openUpdateTable } from './updates/update.table.ts';
import { openUpdates, type Updates } from './updates/updates.ts';

/** The whole stack behind one object: what the wires speak to. */
export interface Stack {
  readonly catalog: Catalog;
  readonly engine: Engine;
  readonly operations: Pick<Operations, 'list' | 'get' | 'cancel' | 'retry'>;
  readonly preview: Operations['preview'];
  readonly run: Operations['run'];
  whenDone(id: OperationId, signal?: AbortSignal): Promise<OperationView>;
  document(): DocumentSnapshot;
  services(): readonly ServiceView[];
  /** Versions of the services, and what becomes of them. */
  readonly updates: Updates;
  /** What the services were told of each other. */
  readonly connections: Connections;
  startup(): StartupState;
  /** Snapshot and subscription are one moment: nothing is missed, nothing is seen twice. */
  subscribe(onEvent: (event: SequencedEvent) => void): { snapshot: StackSnapshot; unsubscribe(): void };
  /** Real path of the file that a process logs to. */
  logFile(processName: string): Promise<string | undefined>;
  /** Takes the secrets of the document, and what looks like one, out of a line. */
  redact(line: string): string;
  /** Saves flags that change nothing that runs (`onboarding_completed`). Answers the revision. */
  updateDocument(edit: (stored: JsonObject) => JsonObject): Promise<string>;
  /** Takes note of a catalogue that has changed. Nothing that runs is touched. @throws Problem `document.*` */
  refreshCatalog(): Promise<void>;
  /** A document path made real under the data root. */
  realPath(documentPath: string): string;
  /** Brings up what is enabled. Resolves when that has ended, however; see `startup()`. */
  bringUp(): Promise<void>;
  /** Ends operations, then stops the units in order unless they are to be kept. */
  close(options: { keepUnits: boolean; deadlineMs: number }): Promise<void>;
}

export interface StackSnapshot {
  readonly sequence: number;
  readonly units: readonly UnitStatus[];
  readonly operations: readonly OperationView[];
  readonly revision: string;
  /** While many units failed at once. */
  readonly brake?: StackBrake;
}

export interface StackOptions {
  readonly platform: Platform;
  readonly catalog: Catalog;
  readonly installer: ArtifactInstaller & VersionFinder & InstallRecovery;
  readonly writer: FileWriter;
  /** Data root; the empty string is `/`. */
  readonly root: string;
  readonly overrides: Overrides;
  readonly baseEnv: Readonly<Record<string, string>>;
  readonly simulated: boolean;
  readonly selfPid: number;
  readonly yields: SurveyOptions['yields'];
  readonly secret: HostFacts['secret'];
  readonly toolchains: SurveyOptions['toolchains'];
  /** Opens the supervisor; it publishes into the stream and redacts through the function. */
  openEngine(parts: { events: EventStream; redactLine: (line: string) => string }): Promise<LocalEngine>;
}

/**
 * Opens the stack: the document, what was applied, the units that are already running. Starts nothing.
 * @throws Problem `document.*`, `control-plane.running`
 */
export async function openStack(options: StackOptions): Promise<Stack> {
  const { platform, catalog, root } = options;
  const { clock, logger } = platform;
  const state = `${root}/config/.showrunner`;
  await platform.files.makeDirectory(state, { mode: 0o700 });
  const store = await openDocumentStore({
    files: platform.files,
    catalog,
    path: `${root}/config/dumb_config.json`,
    revisionsDirectory: `${state}/revisions`,
    overrides: options.overrides,
  });
  const redact = redactorFor(catalog, store.current);
  const events = createEventStream(clock, (error) => logger.error('event.reader-failed', { message: String(error) }));
  const engine = await options.openEngine({ events, redactLine: redact });
  const database = platform.openDatabase(`${state}/showrunner.sqlite`);
  const applied = openAppliedTable(database);
  const table = openOperationTable(database);
  const settled = await settleInterrupted({ ...options, table, applied, document: store, logger, now: clock.now() });
  await engine.adopt();
  await forgetLost(applied, platform.files, logger);
  const saving = createMutex();

  const save = (stored: JsonObject) =>
    saving(async () => {
      const before = store.current();
      const after = await store.save(stored);
      if (after.revision !== before.revision) events.publish({ type: 'document.changed', revision: after.revision });
      return before;
    });
  const survey = () => surveyHost({ ...options, engine, applied, document: () => store.current().effective });
  const operations = openOperations({
    catalog,
    tools: {
      ...options,
      engine,
      applied,
      follow: events.follow,
      exclusively: createKeyedMutex<UnitId>(),
      saveDocument: save,
    },
    table,
    document: store.current,
    survey,
    redact,
    publish: events.publish,
  });
  const updates = openUpdates({
    ...events,
    catalog,
    clock,
    logger,
    table: openUpdateTable(database),
    applied,
    finder: options.installer,
    operations,
    document: store.current,
    survey,
  });
  updates.tell(settled.operations);
  const connections = watchConnections({
    ...options,
    table: openWatchedConnectionTable(database),
    applied,
    operations,
    document: store.current,
    survey,
  });

  let startup: StartupState = { phase: 'initializing', startedAt: clock.now(), expected: [], failures: {} };
  const realPath = (path: string) => (path.startsWith(`${root}/`) ? path : `${root}${path}`);

  return {
    catalog,
    engine,
    operations,
    preview: operations.preview,
    run: operations.run,
    whenDone: operations.whenDone,
    document: store.current,
    services: () =>
      viewServices({
        catalog,
        effective: store.current().effective,
        engine,
        applied,
        simulated: options.simulated,
        now: startup.startedAt,
      }),
    updates,
    connections,
    startup: () => startup,
    subscribe: (onEvent) => {
      const unsubscribe = events.follow(onEvent);
      const brake = engine.brake();
      const snapshot: StackSnapshot = {
        sequence: events.sequence,
        units: engine.list(),
        operations: operations.list(20),
        revision: store.current().revision,
        ...(brake === undefined ? {} : { brake }),
      };
      return { snapshot, unsubscribe };
    },
    async logFile(processName) {
      const entry = findEntry(store.current().effective, catalog, processName);
      const file = entry?.config['log_file'];
      return typeof file === 'string' && file !== '' ? realPath(file) : undefined;
    },
    async updateDocument(edit) {
      await save(edit(store.current().stored));
      return store.current().revision;
    },
    refreshCatalog: () =>
      saving(async () => {
        const { revision } = await store.refresh();
        events.publish({ type: 'document.changed', revision });
      }),
    realPath,
    redact,
    async bringUp() {
      const expected = listEntries(store.current().effective, catalog)
        .filter((entry) => entry.enabled && catalog.manifest(entry.serviceKey)?.kind === 'unit')
        .map((entry) => entry.processName);
      startup = { ...startup, phase: 'starting_services', expected };
      try {
        await stopTakenBack(settled.units, engine);
        const operation = await operations.run({ kind: 'reconcile' }, ownActor);
        const ended = await operations.whenDone(toOperationId(operation.id));
        startup = concludeStartup(startup, ended, clock.now());
      } catch (error) {
        const problem = toProblem(error);
        logger.error('stack.bring-up-failed', { code: problem.code, message: problem.message });
        startup = {
          ...startup,
          phase: 'degraded',
          completedAt: clock.now(),
          failures: { Showrunner: problem.message },
        };
      }
      updates.start();
      connections.start();
    },
    async close({ keepUnits, deadlineMs }) {
      startup = { ...startup, phase: 'shutting_down' };
      await Promise.all([updates.close(), connections.close(), operations.close()]);
      await engine.close({ stopUnits: !keepUnits, deadlineMs });
      database.close();
    },
  };
}

/** Redacts with the secrets of the document, looked up again only when the document has changed. */
function redactorFor(catalog: Catalog, document: () => DocumentSnapshot): (line: string) => string {
  let known: { revision: string; secrets: readonly string[] } | undefined;
  return createRedactor(() => {
    const { revision, effective } = document();
    if (known?.revision !== revision) known = { revision, secrets: secretValues(effective, catalog) };
    return known.secrets;
  });
}

/** What still runs a program that is gone from its place ends; whoever wants it starts it as it is now. */
async function stopTakenBack(units: readonly UnitId[], engine: Engine): Promise<void> {
  const requester = { by: 'plan', actor: 'an update that was interrupted' } as const;
  const living = units.filter((unit) => engine.specOf(unit)?.runningFingerprint !== undefined);
  await Promise.all(living.map((unit) => engine.stopForRestart(unit, requester)));
}

import type { Catalog } from '@showrunner/catalog';
import { type Entry, findEntry, listEntries } from '@showrunner/config';
import {
  type OperationView,
  Problem,
  type SequencedEvent,
  type ShowrunnerEvent,
  type StackChange,
  toOperationId,
  toProblem,
  type UpdateRecord,
  type UpdateView,
} from '@showrunner/contracts';
import type { Clock, Logger } from '@showrunner/platform';
import { type HostFacts, versionWish } from '@showrunner/planner';
import { ownActor } from '../change-view.ts';
import { createMutex } from '../mutex.ts';
import type { Operations } from '../operations.ts';
import type { AppliedTable } from '../store/applied.table.ts';
import type { DocumentSnapshot } from '../store/document-store.ts';
import { lookUp, type VersionFinder } from './look-up.ts';
import { type Attempt, outcomeOf } from './outcome.ts';
import type { InterruptedOperation } from '../trial/settle-interrupted.ts';
import { createScheduler } from './scheduler.ts';
import type { UpdateTable } from './update.table.ts';
import { hasNewer, isFixed, policyOf, type UpdateFacts, viewUpdate } from './view-update.ts';

/** What busy services are looked at again after. */
const deferMs = 5 * 60_000;

/** Versions of the services: what there is, what there could be, and when that is looked at. */
export interface Updates {
  /** In document order. */
  list(): readonly UpdateView[];
  get(processName: string): UpdateView | undefined;
  /** Looks for a new version now. A look that fails is told in the answer. @throws Problem `process.unknown` */
  check(processName: string, signal?: AbortSignal): Promise<UpdateView>;
  /** Updates that have ended, newest first. */
  history(): readonly UpdateRecord[];
}

export interface UpdateKeeper extends Updates {
  /** Begins to look by schedule. */
  start(): void;
  /** Takes note of how updates ended that a former control plane was in the middle of. */
  tell(operations: readonly InterruptedOperation[]): void;
  close(): Promise<void>;
}

export interface UpdatesOptions {
  readonly catalog: Catalog;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly table: UpdateTable;
  readonly applied: Pick<AppliedTable, 'installedAt' | 'artifacts' | 'versions'>;
  readonly finder: VersionFinder;
  readonly operations: Pick<Operations, 'run' | 'whenDone' | 'list'>;
  readonly document: () => DocumentSnapshot;
  readonly survey: () => Promise<HostFacts>;
  readonly follow: (onEvent: (event: SequencedEvent) => void) => () => void;
  readonly publish: (event: ShowrunnerEvent) => void;
}

/** Opens it over what is kept. Looks at nothing before `start`. */
export function openUpdates(options: UpdatesOptions): UpdateKeeper {
  const { catalog, clock, table, applied, operations } = options;
  const looking = createMutex();
  const attempts = new Map<string, Attempt>();

  const entries = () => listEntries(options.document().effective, catalog).filter(isOffered);
  const isOffered = (entry: Entry) =>
    (entry.enabled || !entry.template) &&
    (entry.replica?.index ?? 0) === 0 &&
    catalog.manifest(entry.serviceKey)?.kind === 'unit';
  const installedOf = (processName: string): string | undefined => {
    const root =
      table.check(processName)?.root ?? applied.artifacts().find((row) => row.processName === processName)?.root;
    return root === undefined ? undefined : applied.installedAt(root)?.release;
  };
  const factsOf = (entry: Entry): UpdateFacts => ({
    entry,
    installable: catalog.manifest(entry.serviceKey)?.runtime !== undefined,
    installed: installedOf(entry.processName),
    check: table.check(entry.processName),
    nextCheckAt: scheduler.nextAt(entry.processName),
    operationId: [...attempts].find(([, { processName }]) => processName === entry.processName)?.[0],
    last: table.history().find(({ processName }) => processName === entry.processName),
  });
  const entryOf = (processName: string): Entry => {
    const entry = findEntry(options.document().effective, catalog, processName);
    if (entry === undefined || !isOffered(entry)) {
      throw new Problem('process.unknown', `Process '${processName}' not found`);
    }
    return entry;
  };
  const tell = (processName: string) => {
    const entry = findEntry(options.document().effective, catalog, processName);
    if (entry !== undefined) options.publish({ type: 'update.changed', update: viewUpdate(factsOf(entry)) });
  };

  /** One at a time: a release server is asked politely. */
  const look = (processName: string, signal: AbortSignal): Promise<UpdateFacts> =>
    looking(async () => {
      const entry = entryOf(processName);
      const { stored, effective } = options.document();
      const before = table.check(processName);
      const record = await lookUp(
        entry,
        before,
        { ...options, input: { stored, effective, catalog }, now: () => clock.now() },
        signal,
      );
      table.saveCheck(processName, record);
      tell(processName);
      return factsOf(entry);
    });

  /** What a schedule does. Failures are told in the view or the operation. */
  const runScheduled = async (processName: string, signal: AbortSignal): Promise<void> => {
    try {
      const facts = await look(processName, signal);
      if (policyOf(facts.entry).mode !== 'install' || !mayInstall(facts)) return;
      const { id } = await operations.run({ kind: 'update', processName }, ownActor);
      await operations.whenDone(toOperationId(id), signal);
    } catch (error) {
      if (signal.aborted) return;
      const { code, message } = toProblem(error);
      if (code === 'operation.busy') scheduler.postpone(processName, clock.now() + deferMs);
      options.logger.warn('update.not-run', { processName, code, message });
    }
  };
  const scheduler = createScheduler(clock, table, runScheduled);
  const plan = () => scheduler.plan(schedulesOf(entries(), catalog));

  const attemptOf = ({ processName, to }: Extract<StackChange, { kind: 'update' }>): Attempt => {
    const found = table.check(processName)?.found;
    const asked = to === undefined || to === 'configured' || to === 'latest' ? found?.version : to;
    const notesUrl = found?.version === asked ? found?.notes?.url : undefined;
    return { processName, from: installedOf(processName), to: asked, notesUrl };
  };
  const begin = (operation: OperationView) => {
    const { change, id } = operation;
    if (change.kind !== 'update' || attempts.has(id)) return;
    attempts.set(id, attemptOf(change));
    tell(change.processName);
  };
  const end = (operation: OperationView) => {
    const attempt = attempts.get(operation.id);
    attempts.delete(operation.id);
    if (attempt === undefined) return;
    table.addHistory(outcomeOf(operation, attempt, installedOf(attempt.processName)));
    tell(attempt.processName);
  };
  const leave = options.follow((event) => {
    if (event.type === 'document.changed') plan();
    if (event.type !== 'operation.changed' || event.operation.change.kind !== 'update') return;
    if (event.operation.state === 'running') begin(event.operation);
    else end(event.operation);
  });
  plan();

  return {
    list: () => entries().map((entry) => viewUpdate(factsOf(entry))),
    get: (processName) => {
      const entry = entries().find((one) => one.processName === processName);
      return entry === undefined ? undefined : viewUpdate(factsOf(entry));
    },
    check: async (processName, signal = new AbortController().signal) => viewUpdate(await look(processName, signal)),
    history: () => table.history(),
    start: () => scheduler.start(),
    tell(ended) {
      for (const { view, from, to } of ended) {
        const { change, id } = view;
        if (change.kind !== 'update' || table.history().some(({ operationId }) => operationId === id)) continue;
        const attempt = attemptOf(change);
        const { processName } = change;
        const what = { ...attempt, from: from ?? attempt.from, to: to ?? attempt.to };
        table.addHistory(outcomeOf(view, what, installedOf(processName)));
      }
    },
    async close() {
      leave();
      await scheduler.close();
    },
  };
}

/** By itself only what is newer, is not kept at a version, and has not just failed is installed. */
function mayInstall(facts: UpdateFacts): boolean {
  const { entry, check, last } = facts;
  if (isFixed(versionWish(entry.config)) || check?.problem !== undefined || !hasNewer(facts)) return false;
  return last === undefined || last.outcome === 'updated' || last.to !== check?.found?.version;
}

function schedulesOf(entries: readonly Entry[], catalog: Catalog) {
  return new Map(
    entries
      .filter((entry) => entry.enabled && policyOf(entry).mode !== 'off')
      .filter(({ serviceKey }) => catalog.manifest(serviceKey)?.runtime !== undefined)
      .filter(({ config }) => !isFixed(versionWish(config)))
      .map((entry) => [entry.processName, policyOf(entry)] as const),
  );
}

import { createCatalog, services } from '@showrunner/catalog';
import {
  defaultDocument,
  findEntry,
  listEntries,
  resolveServiceName,
  setIn,
  validateDocument,
} from '@showrunner/config';
import {
  type JsonObject,
  type OperationView,
  Problem,
  type SequencedEvent,
  type ServiceView,
  type ShowrunnerEvent,
  type StackChange,
  type StepProgress,
  toUnitId,
  type UnitStatus,
  type UpdateRecord,
  type UpdateView,
} from '@showrunner/contracts';
import type { Plan } from '@showrunner/planner';
import type { ServedStack } from '../served.ts';

/** A stack that does at once and in memory what it is told. */
export interface FakeStack extends ServedStack {
  preview: ServedStack['preview'];
  run: ServedStack['run'];
  whenDone: ServedStack['whenDone'];
  /** Tells all readers, as the real one does. */
  publish(event: ShowrunnerEvent): void;
  setUnit(processName: string, status: Partial<UnitStatus>): void;
  /** What the planner would say that a process needs. */
  setNeeds(processName: string, needs: readonly string[]): void;
  /** The next operation ends like this. */
  failNext(problem: Problem): void;
  /** What is known about updates of a process. */
  setUpdate(processName: string, update: Partial<UpdateView>): void;
  /** Updates that have ended. */
  readonly updateHistory: UpdateRecord[];
  /** What was asked for, oldest first, and by whom. */
  readonly asked: { change: StackChange; actor: string }[];
  startupPhase: ReturnType<ServedStack['startup']>['phase'];
}

const catalog = createCatalog(services);

export function createFakeStack(root: string): FakeStack {
  let stored = setIn(defaultDocument(catalog), ['zilean', 'enabled'], true);
  stored = setIn(stored, ['zurg', 'instances', 'RealDebrid', 'api_key'], 'very-secret-key');
  // Tests of pages switch them on, on ports of their own.
  stored = setIn(stored, ['dumb', 'service_ui', 'enabled'], false);
  let sequence = 0;
  let failure: Problem | undefined;
  const readers = new Set<(event: SequencedEvent) => void>();
  const units = new Map<string, UnitStatus>();
  const operations = new Map<string, OperationView>();
  const needs = new Map<string, readonly string[]>();
  const asked: FakeStack['asked'] = [];
  const updates = new Map<string, UpdateView>();
  const updateHistory: UpdateRecord[] = [];

  const publish = (event: ShowrunnerEvent) => {
    sequence += 1;
    for (const reader of [...readers]) reader({ ...event, sequence, at: 1 });
  };
  const unitOf = (processName: string): UnitStatus =>
    units.get(processName) ?? {
      unitId: toUnitId(processName),
      processName,
      state: 'stopped',
      since: 1_000,
      health: 'unknown',
      reason: 'It has not been started yet.',
      restartCount: 0,
      adopted: false,
    };
  const setUnit = (processName: string, status: Partial<UnitStatus>) => {
    const unit = { ...unitOf(processName), ...status };
    units.set(processName, unit);
    publish({ type: 'unit.changed', unit });
  };
  const save = (next: JsonObject) => {
    const issues = validateDocument(next, catalog);
    if (issues.length > 0) throw new Problem('document.invalid', 'The document is not valid.', { issues });
    stored = next;
    publish({ type: 'document.changed', revision: revision() });
  };
  const revision = () => `r${JSON.stringify(stored).length}`;

  const preview = (change: StackChange): Promise<Plan> => Promise.resolve(planOf(change, stored));

  const run = (change: StackChange, actor: string): Promise<OperationView> => {
    asked.push({ change, actor });
    const plan = planOf(change, stored);
    const problem = failure;
    failure = undefined;
    const names = namesOf(change, plan);
    if (change.kind === 'edit') save(change.document as JsonObject);
    const failed = problem ? { code: problem.code, title: 'T', message: problem.message, hint: 'H' } : undefined;
    for (const name of names) {
      const up = change.kind !== 'stop' && problem === undefined;
      setUnit(
        name,
        up
          ? { state: 'running', health: 'healthy', pid: 4711, startedAt: 2_000 }
          : { state: 'stopped', health: 'unknown' },
      );
    }
    const id = `op_${asked.length}`;
    const operation: OperationView = {
      id,
      change,
      title: change.kind,
      actor,
      state: problem ? 'failed' : 'succeeded',
      startedAt: 1,
      endedAt: 2,
      steps: names.map((name) => stepOf(name, failed)),
      ...(failed ? { problem: failed, failedStep: `start:${names[0] ?? ''}` } : {}),
    };
    operations.set(id, operation);
    publish({ type: 'operation.changed', operation });
    return Promise.resolve(operation);
  };

  const stack: FakeStack = {
    catalog,
    engine: {
      define: () => Promise.resolve(),
      remove: () => Promise.resolve(),
      start: () => Promise.resolve(),
      stop: () => Promise.resolve(),
      stopForRestart: () => Promise.resolve(),
      restart: () => Promise.resolve(),
      whenHealthy: () => Promise.resolve(),
      inspect: (unit) => [...units.values()].find(({ unitId }) => unitId === unit),
      list: () => [...units.values()],
      specOf: () => undefined,
    },
    operations: {
      list: (limit = 50) => [...operations.values()].toReversed().slice(0, limit),
      get: (id) => operations.get(id),
      cancel: (id) => whenDone(id),
      retry: (id) => whenDone(id),
    },
    preview,
    run,
    whenDone: (id) => whenDone(id),
    document: () => ({ stored, effective: stored, overridden: [], revision: revision(), warnings: [] }),
    services: () =>
      listEntries(stored, catalog).flatMap((entry) =>
        viewOf(entry, unitOf(entry.processName), needs.get(entry.processName)),
      ),
    connections: { list: async () => [], check: async () => undefined },
    updates: {
      list: () => [...updates.values()],
      get: (processName) => updates.get(processName),
      check: async (processName) => {
        const view = updates.get(processName);
        if (view === undefined) throw new Problem('process.unknown', `Process '${processName}' not found`);
        return view;
      },
      history: () => [...updateHistory].reverse(),
    },
    startup: () => ({
      phase: stack.startupPhase,
      startedAt: 1_000,
      completedAt: 2_000,
      expected: ['Zilean'],
      failures: {},
    }),
    subscribe(onEvent) {
      readers.add(onEvent);
      const snapshot = {
        sequence,
        units: [...units.values()],
        operations: [...operations.values()],
        revision: revision(),
      };
      return { snapshot, unsubscribe: () => void readers.delete(onEvent) };
    },
    logFile(processName) {
      const file = findEntry(stored, catalog, processName)?.config['log_file'];
      return Promise.resolve(typeof file === 'string' && file !== '' ? root + file : undefined);
    },
    updateDocument(edit) {
      save(edit(stored));
      return Promise.resolve(revision());
    },
    realPath: (path) => root + path,
    redact: (line) => line.replaceAll('very-secret-key', '[REDACTED]'),
    publish,
    setUnit,
    setNeeds(processName, names) {
      needs.set(processName, names);
    },
    setUpdate(processName, update) {
      const view: UpdateView = { ...blankUpdate(processName), ...updates.get(processName), ...update };
      updates.set(processName, view);
      publish({ type: 'update.changed', update: view });
    },
    updateHistory,
    failNext: (problem) => {
      failure = problem;
    },
    asked,
    startupPhase: 'ready',
  };
  const whenDone = (id: string): Promise<OperationView> => {
    const operation = operations.get(id);
    if (operation === undefined)
      return Promise.reject(new Problem('operation.unknown', `There is no operation ${id}.`));
    return Promise.resolve(operation);
  };
  return stack;
}

function blankUpdate(processName: string): UpdateView {
  return {
    processName,
    serviceKey: toUnitId(processName),
    state: 'unknown',
    message: 'Nobody has looked for a new version yet.',
    installed: 'v1',
    available: null,
    releasesBehind: null,
    notes: null,
    fixed: null,
    mode: 'off',
    intervalHours: 24,
    startTime: '04:00',
    checkedAt: null,
    nextCheckAt: null,
    operationId: null,
    last: null,
  };
}

function planOf(change: StackChange, stored: JsonObject): Plan {
  const selected: { name: string; serviceKey: string; processNames: string[] }[] = [];
  const refused: { name: string; code: string; message: string }[] = [];
  for (const { name } of change.kind === 'compose' ? change.cores : []) {
    const key = resolveServiceName(catalog, stored, name)?.serviceKey;
    const entry = listEntries(stored, catalog).find(({ serviceKey }) => serviceKey === key);
    if (key === undefined || entry === undefined)
      refused.push({ name, code: 'service.unknown', message: `Process '${name}' not found` });
    else selected.push({ name, serviceKey: key, processNames: [entry.processName] });
  }
  return {
    steps: [],
    services: [],
    moves: [],
    warnings: [],
    document: stored,
    requestedPorts: {},
    selected,
    refused,
    changes: [],
  };
}

function namesOf(change: StackChange, plan: Plan): readonly string[] {
  if (change.kind === 'compose') return plan.selected.flatMap(({ processNames }) => processNames);
  return 'processNames' in change ? change.processNames : [];
}

function stepOf(name: string, problem: StepProgress['problem']): StepProgress {
  return {
    id: `start:${name}`,
    kind: 'start-unit',
    title: `Start ${name}`,
    reason: 'Asked for.',
    processName: name,
    after: [],
    files: [],
    state: problem ? 'failed' : 'done',
    log: [],
    ...(problem ? { problem } : {}),
  };
}

function viewOf(
  entry: ReturnType<typeof listEntries>[number],
  status: UnitStatus,
  needs: readonly string[] = [],
): ServiceView[] {
  const manifest = catalog.manifest(entry.serviceKey);
  if (manifest?.kind !== 'unit') return [];
  const port = entry.config['port'];
  return [
    {
      processName: entry.processName,
      unitId: toUnitId(entry.processName),
      serviceKey: entry.serviceKey,
      instance: entry.instance,
      replica: null,
      maxReplicas: null,
      displayName: manifest.displayName,
      description: manifest.description,
      role: manifest.role,
      enabled: entry.enabled,
      status,
      version: null,
      ports: typeof port === 'number' ? [{ id: 'web', port, requested: port, role: 'ui' }] : [],
      needs: [...needs],
      neededBy: [],
      needsHow: [],
      uiPort: typeof port === 'number' ? port : null,
      uiPath: '/',
      logFile: null,
      configFile: null,
      simulated: false,
      projectUrl: manifest.links.project,
    },
  ];
}

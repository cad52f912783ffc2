import type { ConnectionContext, ConnectionOutcome } from '@showrunner/catalog';
import { Problem, type ProblemCode, toProblem, type UnitId } from '@showrunner/contracts';
import type { Platform } from '@showrunner/platform';
import type { PlannedConnection } from '@showrunner/planner';
import type { Performer, StepReporter, StepTools } from '../performer.ts';
import { bringUp } from './bring-up.ts';

const httpTimeoutMs = 10_000;
const httpLimitBytes = 8 * 1024 * 1024;
/** How long one try may take, whatever its hook does. */
const tryTimeoutMs = 120_000;
/** Pauses before further tries. Programs refuse while their database is busy, and for some time after they came up. */
const pausesMs = [1_000, 2_000, 4_000, 8_000, 15_000];
const worthTrying: readonly ProblemCode[] = ['connection.not-ready', 'source.unreachable'];

/** Connects two running services. Undo takes a new connection back; one that was there before is made again by the next plan. */
export const connect: Performer<'connect'> = async ({ connection }, tools, report, signal) => {
  const { connections } = tools.applied;
  const isNew = !connections.has(connection.key);
  // From here on the other program may hold a trace of it, even if what follows fails.
  connections.record(connection.key, connection.record);
  await settle('connect', connection, tools, report, signal);
  if (!isNew) return {};
  return {
    undo: async () => {
      await settle('disconnect', connection, tools, report, new AbortController().signal);
      connections.forget(connection.key);
    },
  };
};

/** Undoes a connection and forgets it. Undo makes it again. */
export const disconnect: Performer<'disconnect'> = async ({ connection }, tools, report, signal) => {
  const { key, record } = connection;
  const { applied } = tools;
  const made = applied.get(key);
  await settle('disconnect', connection, tools, report, signal);
  applied.connections.forget(key);
  applied.forget(key);
  return {
    undo: async () => {
      applied.connections.record(key, record);
      await settle('connect', connection, tools, report, new AbortController().signal);
      if (made !== undefined) applied.record(key, made);
    },
  };
};

/** One connection at a time for each unit: the programs save what they are told one after the other anyway. */
async function settle(
  verb: 'connect' | 'disconnect',
  connection: PlannedConnection,
  tools: StepTools,
  report: StepReporter,
  signal: AbortSignal,
): Promise<void> {
  const { self, peer } = connection.units;
  const hooks = tools.catalog.get(connection.record.self.serviceKey)?.connections?.[connection.hook];
  if (hooks === undefined) {
    throw new Problem('hook.failed', `The catalogue does not know how ${connection.hook} is connected.`);
  }
  const attempt = () =>
    inTime(tools.platform, signal, (bounded) =>
      hooks[verb](createContext(connection, tools.platform, report, bounded)),
    );
  await tools.exclusively([self, peer], async () => {
    const outcome = await tryFor(attempt, tools, report, signal);
    if (outcome === 'done') return;
    report.activity('Restarting to apply it');
    await restart(outcome === 'restart-self' ? self : peer, tools, report, signal);
  });
}

/** One try, ended after a while whether the hook looks at its signal or not. */
export async function inTime<T>(
  platform: Platform,
  signal: AbortSignal,
  work: (bounded: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const message = `It took longer than ${tryTimeoutMs / 1000} s.`;
  const cancel = platform.clock.after(tryTimeoutMs, () => late.abort(new Problem('connection.refused', message)));
  const bounded = AbortSignal.any([signal, late.signal]);
  try {
    return await new Promise<T>((resolve, reject) => {
      bounded.addEventListener('abort', () => reject(bounded.reason as Error), { once: true }); // reasons are problems here
      work(bounded).then(resolve, reject);
    });
  } finally {
    cancel();
  }
}

/** Tries until it is done, refused, or there is no use in going on. */
async function tryFor(
  attempt: () => Promise<ConnectionOutcome>,
  { platform }: StepTools,
  report: StepReporter,
  signal: AbortSignal,
): Promise<ConnectionOutcome> {
  for (let count = 0; ; count++) {
    signal.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      signal.throwIfAborted();
      const problem = toProblem(error);
      const pauseMs = worthTrying.includes(problem.code) ? pausesMs[count] : undefined;
      if (pauseMs === undefined) throw toConnectionProblem(problem);
      report.activity(`Trying again: ${problem.message}`);
      await platform.clock.sleep(pauseMs, signal);
    }
  }
}

function toConnectionProblem(problem: Problem): Problem {
  if (problem.code === 'connection.refused') return problem;
  const code = worthTrying.includes(problem.code) ? 'connection.not-ready' : 'connection.refused';
  return new Problem(code, problem.message, { cause: problem });
}

async function restart(unit: UnitId, tools: StepTools, report: StepReporter, signal: AbortSignal): Promise<void> {
  const { engine } = tools;
  const spec = engine.specOf(unit)?.spec;
  if (spec === undefined) return;
  await bringUp(unit, 'restart', tools, { report, signal });
  await engine.whenHealthy(unit, spec.startupMs, signal);
}

/** The hands of a hook for one connection. */
export function createContext(
  { record, values, owner }: PlannedConnection,
  platform: Platform,
  report: Pick<StepReporter, 'line'>,
  signal: AbortSignal,
): ConnectionContext {
  return {
    self: record.self,
    peer: record.peer,
    values,
    files: platform.files,
    http: (request) =>
      platform.network.http({ timeoutMs: httpTimeoutMs, limitBytes: httpLimitBytes, ...request }, signal),
    postgres: platform.postgres,
    editDatabase: (path, work) => {
      const database = platform.openForeignDatabase(path);
      try {
        return work(database);
      } finally {
        database.close();
      }
    },
    owner,
    log: (line) => report.line(line),
    signal,
  };
}

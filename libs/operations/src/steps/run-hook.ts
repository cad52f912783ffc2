import { Problem, toProblem } from '@showrunner/contracts';
import type { HookContext } from '@showrunner/catalog';
import type { PlannedHook } from '@showrunner/planner';
import type { Performer, StepReporter, StepTools } from '../performer.ts';
import { bringUp } from './bring-up.ts';

const commandTimeoutMs = 5 * 60_000;
const httpTimeoutMs = 10_000;

/** Calls a hook of a manifest with its hands; a provision hook may ask for a restart of its unit. */
export const runHook: Performer<'run-hook'> = async (step, tools, report, signal) => {
  const { hook } = step;
  const run = tools.catalog.get(hook.serviceKey)?.hooks?.[hook.name];
  if (run === undefined) throw new Problem('hook.failed', `The catalogue has no hook ${hook.serviceKey}/${hook.name}.`);
  let outcome: 'done' | 'restart';
  try {
    outcome = await run(createHookContext(hook, tools, report, signal));
  } catch (error) {
    signal.throwIfAborted();
    const problem = toProblem(error);
    if (problem.code !== 'internal.unexpected') throw problem;
    throw new Problem('hook.failed', `${step.title}: ${problem.message}`, { cause: error });
  }
  if (outcome === 'restart') {
    report.activity('Restarting to apply it');
    await bringUp(hook.unitId, 'restart', tools, { report, signal });
  }
  return {};
};

function createHookContext(
  hook: PlannedHook,
  tools: StepTools,
  report: StepReporter,
  signal: AbortSignal,
): HookContext {
  const { platform } = tools;
  return {
    entry: hook.entry,
    values: hook.values,
    files: platform.files,
    http: (request) => platform.network.http({ ...request, timeoutMs: request.timeoutMs || httpTimeoutMs }, signal),
    exec: (argv, options = {}) =>
      platform.processes.run(
        {
          argv,
          cwd: hook.cwd,
          env: { ...hook.env, ...options.env },
          ...(hook.user === undefined ? {} : { user: hook.user }),
          ...(options.stdin === undefined ? {} : { stdin: options.stdin }),
          timeoutMs: options.timeoutMs ?? commandTimeoutMs,
          onLine: (line) => report.line(line),
        },
        signal,
      ),
    postgres: platform.postgres,
    owner: hook.user,
    log: (line) => report.line(line),
    sleep: (ms) => platform.clock.sleep(ms, signal),
    signal,
  };
}

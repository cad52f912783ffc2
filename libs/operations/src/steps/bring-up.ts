import { Problem, type UnitId, type UnitStatus } from '@showrunner/contracts';
import type { UnitSpec } from '@showrunner/planner';
import type { StepReporter, StepTools } from '../performer.ts';

/**
 * Starts or restarts a unit and waits until its program is there. While it is held the step says for what, and gives up
 * when what holds it has had its time: the unit itself waits on, an operation must end.
 * @throws Problem `unit.gate-timeout`
 */
export async function bringUp(
  unit: UnitId,
  verb: 'start' | 'restart',
  tools: Pick<StepTools, 'engine' | 'requester' | 'platform' | 'follow'>,
  watch: { readonly report?: Pick<StepReporter, 'activity'>; readonly signal?: AbortSignal } = {},
): Promise<void> {
  const { engine, requester } = tools;
  const { clock } = tools.platform;
  const late = new AbortController();
  let cancel: (() => void) | undefined;
  const look = ({ state, reason, conditions = [] }: UnitStatus) => {
    if (state !== 'waiting') {
      cancel?.();
      cancel = undefined;
      return;
    }
    if (conditions.length > 0) watch.report?.activity(reason);
    const ms = longestWaitMs(unit, engine);
    cancel ??= clock.after(ms, () => late.abort(notCome(engine.inspect(unit)?.reason ?? reason, ms)));
  };
  const leave = tools.follow((event) => {
    if (event.type === 'unit.changed' && event.unit.unitId === unit) look(event.unit);
  });
  const signals = watch.signal === undefined ? [late.signal] : [late.signal, watch.signal];
  const before = engine.inspect(unit);
  if (before !== undefined) look(before);
  try {
    await engine[verb](unit, requester, AbortSignal.any(signals));
  } finally {
    leave();
    cancel?.();
  }
}

/** Brings up what ran before something that is taken back, and proves it. */
export async function revive(
  spec: UnitSpec,
  tools: Pick<StepTools, 'engine' | 'requester' | 'platform' | 'follow'>,
): Promise<void> {
  await bringUp(spec.unitId, 'start', tools);
  await tools.engine.whenHealthy(spec.unitId, spec.startupMs);
}

/** As long as the slowest of what it needs may take to come up, and then its own gates. */
function longestWaitMs(unit: UnitId, engine: StepTools['engine']): number {
  const needed = new Set([unit]);
  for (const one of needed) for (const { unitId } of engine.specOf(one)?.spec.edges ?? []) needed.add(unitId);
  const startup = Math.max(...[...needed].map((one) => engine.specOf(one)?.spec.startupMs ?? 0));
  const gates = engine.specOf(unit)?.spec.gates ?? [];
  return gates.reduce((sum, { timeoutMs }) => sum + timeoutMs, startup);
}

function notCome(reason: string, ms: number): Problem {
  return new Problem('unit.gate-timeout', `${reason} That did not come within ${Math.round(ms / 1000)} s.`);
}

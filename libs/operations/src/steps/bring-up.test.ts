import { type SequencedEvent, toUnitId, type UnitStatus } from '@showrunner/contracts';
import type { UnitSpec } from '@showrunner/planner';
import { createFakeClock } from '@showrunner/platform/fakes';
import { expect, it } from 'vitest';
import { planOf, stepBench } from '../fixtures/step-bench.ts';
import { bringUp } from './bring-up.ts';

const unit = toUnitId('Riven');
const sentence = 'Riven waits for PostgreSQL, which is stopped.';

/** A unit that is held until somebody gives up, and whoever watches it. */
function held() {
  const { tools } = stepBench(planOf([]));
  const clock = createFakeClock();
  const said: string[] = [];
  let tell: (event: SequencedEvent) => void = () => undefined;
  const status = (state: UnitStatus['state'], reason: string): UnitStatus => ({
    unitId: unit,
    processName: 'Riven',
    state,
    since: 0,
    health: 'unknown',
    reason,
    restartCount: 0,
    adopted: false,
    conditions: state === 'waiting' ? [{ type: 'WaitingFor', reason: 'Held', message: reason, since: 0 }] : [],
  });
  const specs: Record<string, Partial<UnitSpec>> = {
    riven: {
      startupMs: 20_000,
      gates: [{ kind: 'directory', path: '/mnt', timeoutMs: 5_000 }],
      edges: [edgeTo('postgresql')],
    },
    postgresql: { startupMs: 60_000, gates: [], edges: [] },
  };
  const watched = {
    ...tools,
    platform: { ...tools.platform, clock },
    follow: (hear: typeof tell) => {
      tell = hear;
      return () => void (tell = () => undefined);
    },
    engine: {
      ...tools.engine,
      specOf: (id: string) => ({ spec: specs[id] as UnitSpec, runningFingerprint: undefined }), // only these are looked at
      start: (_unit: string, _requester: unknown, signal?: AbortSignal) =>
        new Promise<void>((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
        }),
    },
  };
  const report = { activity: (text: string) => void said.push(text), line: () => undefined };
  const change = (state: UnitStatus['state'], reason: string) =>
    tell({ type: 'unit.changed', unit: status(state, reason), sequence: 1, at: 0 });
  return { watched, clock, said, report, change };
}

function edgeTo(name: string): UnitSpec['edges'][number] {
  const on = { restarted: 'ignore', unhealthy: 'ignore', gone: 'ignore' } as const;
  return { unitId: toUnitId(name), processName: name, kind: 'database', until: 'healthy', on, required: true };
}

it('says what it waits for, and gives up when the slowest of what it needs has had its time', async () => {
  const { watched, clock, said, report, change } = held();
  const ended = bringUp(unit, 'start', watched, { report }).catch((error: unknown) => error);
  change('waiting', sentence);
  await clock.advance(64_999);
  expect(said).toEqual([sentence]);
  await clock.advance(1);
  expect(await ended).toMatchObject({
    code: 'unit.gate-timeout',
    message: `${sentence} That did not come within 65 s.`,
  });
  expect(clock.pending).toBe(0);
});

it('counts only the time in which it is held', async () => {
  const { watched, clock, report, change } = held();
  const cancelled = new AbortController();
  const ended = bringUp(unit, 'start', watched, { report, signal: cancelled.signal }).catch((error: unknown) => error);
  await clock.advance(100_000);
  change('waiting', sentence);
  await clock.advance(60_000);
  change('starting', 'Is being started.');
  await clock.advance(100_000);
  expect(clock.pending).toBe(0);
  cancelled.abort(new Error('cancelled'));
  expect(await ended).toMatchObject({ message: 'cancelled' });
});

it('ends at once when it is cancelled', async () => {
  const { watched, clock, report, change } = held();
  const cancelled = new AbortController();
  const ended = bringUp(unit, 'start', watched, { report, signal: cancelled.signal }).catch((error: unknown) => error);
  change('waiting', sentence);
  cancelled.abort(new Error('cancelled'));
  expect(await ended).toMatchObject({ message: 'cancelled' });
  expect(clock.pending).toBe(0);
});

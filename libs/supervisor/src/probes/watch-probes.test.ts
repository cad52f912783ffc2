import { createFakeClock, type FakeClock } from '@showrunner/platform/fakes';
import { expect, it } from 'vitest';
import { aProbe } from '../fixtures/a-unit.ts';
import type { Verdict } from './http-verdict.ts';
import { watchProbes } from './watch-probes.ts';

const good: Verdict = { health: 'healthy', sentence: 'Fine.' };
const bad: Verdict = { health: 'unhealthy', sentence: 'Silence.' };
const tcp = (port: number, changes: Parameters<typeof aProbe>[1] = {}) => aProbe({ kind: 'tcp', port }, changes);

/** Watches with scripted answers; the last one is repeated. An answer may take its time. */
function watching(
  probes: ReturnType<typeof tcp>[],
  answer: (port: number, count: number, clock: FakeClock) => Verdict | Promise<Verdict>,
) {
  const clock = createFakeClock();
  const end = new AbortController();
  const asked: [number, number][] = [];
  const told: string[] = [];
  let open = 0;
  let most = 0;
  const watched = watchProbes(
    {
      probes,
      pace: 'steady',
      clock,
      ask: async (probe) => {
        const port = probe.kind === 'tcp' ? probe.port : 0;
        asked.push([port, clock.monotonic() - 1_000_000]);
        most = Math.max(most, (open += 1));
        const verdict = await answer(port, asked.filter(([other]) => other === port).length, clock);
        open -= 1;
        return verdict;
      },
      onVerdict: (verdict) => Promise.resolve(void told.push(verdict.health)),
    },
    end.signal,
  ).catch((error: unknown) => error);
  const stop = async () => {
    end.abort();
    await watched;
    expect(clock.pending).toBe(0);
  };
  return { clock, asked, told, mostAtOnce: () => most, stop };
}

it('asks each probe at its own interval', async () => {
  const { clock, asked, stop } = watching([tcp(1), tcp(2, { intervalMs: 2_500 })], () => good);
  await clock.advance(5_000);
  expect(asked.filter(([port]) => port === 1).map(([, at]) => at)).toEqual([0, 1000, 2000, 3000, 4000, 5000]);
  expect(asked.filter(([port]) => port === 2).map(([, at]) => at)).toEqual([0, 2500, 5000]);
  await stop();
});

it('scenario 26: never asks again before the answer is there', async () => {
  const probe = watching([tcp(1)], (_port, _count, clock) => clock.sleep(3_000).then(() => good));
  await probe.clock.advance(20_000);
  expect(probe.mostAtOnce()).toBe(1);
  await probe.clock.advance(3_000);
  await probe.stop();
});

it('tells a bad answer only after as many as the threshold says, and a row that was broken begins anew', async () => {
  const answers = [good, bad, bad, good, bad, bad, bad, good];
  const { clock, told, stop } = watching(
    [tcp(1, { failureThreshold: 3 })],
    (_port, count) => answers[count - 1] ?? good,
  );
  await clock.advance(7_000);
  expect(told).toEqual([...Array(6).fill('healthy'), 'unhealthy', 'healthy']);
  await stop();
});

it('says nothing before the first answer that counts', async () => {
  const { clock, told, stop } = watching([tcp(1, { failureThreshold: 3 })], () => bad);
  await clock.advance(1_500);
  expect(told).toEqual([]);
  await clock.advance(1_000);
  expect(told).toEqual(['unhealthy']);
  await stop();
});

it('scenario 61: counts nothing of a round in which we ourselves were held up', async () => {
  const probe = watching([tcp(1)], async (_port, count, clock) => {
    if (count !== 2) return good;
    clock.stall(4_000); // nothing of ours runs, so that the time limit of the question is over before its answer is read
    return bad;
  });
  await probe.clock.advance(10_000);
  expect(new Set(probe.told)).toEqual(new Set(['healthy']));
  await probe.stop();
});

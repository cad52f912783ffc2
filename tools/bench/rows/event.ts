import { setTimeout as sleep } from 'node:timers/promises';
import type { SequencedEvent } from '@showrunner/contracts';
import type { Bench } from '../bench.ts';
import { type ServedFleet, withProduct } from '../product/with-product.ts';
import type { Row } from '../row.ts';
import { crashable } from './one-by-one.ts';

const changes = 200;

/** How soon a browser knows. */
export const event: Row = {
  name: 'event',
  title: 'State change → event at a WebSocket client',
  measured:
    'The built product with 100 units and one client of its socket. “From the crash” is from `kill -9` of a unit’s program ' +
    'to the client’s first word of it, so the noticing is in it; “from the change” is from the time that the event itself ' +
    'carries, in whole milliseconds. 200 crashes, one after the other; in milliseconds.',
  rounds: 1,
  sides: (bench) => [{ name: 'Showrunner', kind: 'ours', measure: () => measure(bench) }],
  columns: [
    { title: 'from the crash, p50', of: 'crashMs', by: 'p50' },
    { title: 'p99', of: 'crashMs', by: 'p99' },
    { title: 'from the change, p50', of: 'changeMs', by: 'p50' },
    { title: 'p99', of: 'changeMs', by: 'p99' },
  ],
  aims: (figures) => [
    { text: 'from the change, p99, in ms', value: figures.get('Showrunner', 'changeMs', 'p99'), limit: 20 },
    { text: 'from the crash, p99, in ms', value: figures.get('Showrunner', 'crashMs', 'p99'), limit: 20 },
  ],
};

function measure(bench: Bench) {
  return withProduct(bench, bench.units, async (served) => {
    await sleep(3_000);
    const changeMs: number[] = [];
    let onChange: (unit: string) => void = () => undefined;
    const stop = await served.client.follow((told: SequencedEvent) => {
      if (told.type !== 'unit.changed') return;
      changeMs.push(Math.max(0, performance.timeOrigin + performance.now() - told.at));
      onChange(told.unit.unitId);
    });
    const crashMs: number[] = [];
    const units = crashable(served.site.units);
    for (let index = 0; index < changes; index += 1) {
      const unit = units[index % units.length]?.name ?? '';
      crashMs.push(await crash(served, unit, (listener) => (onChange = listener)));
    }
    stop();
    return { crashMs, changeMs };
  });
}

/** Kills a unit's program. Answers how long the client knew nothing; ends when the unit runs again. */
async function crash(
  { site }: ServedFleet,
  unit: string,
  listen: (listener: (unit: string) => void) => void,
): Promise<number> {
  const pid = site.announcements.latest(unit)?.pid ?? 0;
  const at = performance.now();
  const told = new Promise<number>((resolve) =>
    listen((changed) => {
      if (changed === unit) resolve(performance.now() - at);
    }),
  );
  process.kill(pid, 'SIGKILL');
  const ms = await told;
  await site.announcements.next(unit, (word) => word.pid !== pid, 30_000);
  await sleep(20); // further events of the same restart are not the next one's first
  return ms;
}

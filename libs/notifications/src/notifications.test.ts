import { createFakeClock } from '@showrunner/platform/fakes';
import { afterEach, describe, expect, it } from 'vitest';
import { anExit, aStatus, type Bench, newDatabase, openBench, phone } from './fixtures/bench.ts';

const benches: Bench[] = [];
afterEach(async () => {
  for (const { notifications, clock, database } of benches.splice(0)) {
    await notifications.close();
    expect(clock.pending).toBe(0);
    database.close();
  }
});
function bench(...given: Parameters<typeof openBench>): Bench {
  const opened = openBench(...given);
  benches.push(opened);
  return opened;
}

const types = ({ sent }: Bench) =>
  sent.map(({ body }) => (JSON.parse(body ?? '{}') as { event_type: string }).event_type);
const rows = ({ notifications }: Bench) => notifications.history({ limit: 50 });
const crash = { state: 'backoff', lastExit: anExit('Exited with code 1.', ['out of luck']) } as const;

/** A crash waits a moment for others that fall with it. */
const gatherMs = 2_000;

describe('a crash', () => {
  it('is told once with why and the last words, and its end once more', async () => {
    const b = bench();
    b.unit('Zilean', {});
    b.unit('Zilean', { ...crash, reason: 'It is started again in 2 s.' });
    b.unit('Zilean', { state: 'starting', health: 'starting' });
    await b.clock.advance(gatherMs);
    expect(rows(b)).toMatchObject([
      {
        event_type: 'service.stopped.unexpectedly',
        severity: 'warning',
        title: 'Zilean has stopped unexpectedly',
        body: 'Exited with code 1. It is started again in 2 s.\n\nIt last said:\nout of luck',
        service_name: 'Zilean',
        status: 'sent',
        attempts: 1,
      },
    ]);
    b.unit('Zilean', aStatus('Zilean'));
    await b.clock.advance(0);
    expect(types(b)).toEqual(['service.stopped.unexpectedly', 'service.auto_restart.succeeded']);
  });

  it('that is over in a moment is told before its end', async () => {
    const b = bench();
    b.unit('Zilean', {});
    b.unit('Zilean', crash);
    b.unit('Zilean', aStatus('Zilean'));
    await b.clock.advance(gatherMs);
    expect(types(b)).toEqual(['service.stopped.unexpectedly', 'service.auto_restart.succeeded']);
  });

  it('that comes again and again is one notice, until the cooldown is over', async () => {
    const b = bench({ destinations: [{ ...phone, send_recovery: false }] });
    const fall = async () => {
      b.unit('Zilean', aStatus('Zilean'));
      b.unit('Zilean', crash);
      await b.clock.advance(gatherMs);
    };
    for (let time = 0; time < 5; time++) await fall();
    expect(types(b)).toEqual(['service.stopped.unexpectedly']);
    expect(rows(b).map(({ status }) => status)).toEqual([
      'suppressed',
      'suppressed',
      'suppressed',
      'suppressed',
      'sent',
    ]);
    await b.clock.advance(300_000);
    await fall();
    expect(types(b)).toHaveLength(2);
  });

  it('of many services at once is one notice that names the cause', async () => {
    const b = bench();
    for (const name of ['PostgreSQL', 'Riven', 'Zilean', 'Zurg']) b.unit(name, {});
    for (const name of ['PostgreSQL', 'Riven', 'Zilean', 'Zurg']) b.unit(name, crash);
    const brake = {
      since: 0,
      cause: 'PostgreSQL',
      failed: ['Riven', 'Zilean', 'Zurg'],
      held: [],
      message: 'Three failed.',
    };
    b.follow({ type: 'stack.braked', brake });
    b.follow({ type: 'stack.braked', brake: { ...brake, message: 'It serves again.' } });
    await b.clock.advance(gatherMs);
    for (const name of ['PostgreSQL', 'Riven', 'Zilean', 'Zurg']) b.unit(name, aStatus(name));
    b.follow({ type: 'stack.released' });
    await b.clock.advance(0);
    expect(types(b)).toEqual(['stack.braked', 'recovery']);
    expect(rows(b).filter(({ error }) => error?.startsWith('Told as one: PostgreSQL is down'))).toHaveLength(4);
  });

  it('takes secrets out of what the program said', async () => {
    const b = bench();
    b.unit('Zilean', {});
    b.unit('Zilean', { ...crash, lastExit: anExit('Ended.', ['password is hunter2']) });
    await b.clock.advance(gatherMs);
    expect(JSON.stringify([rows(b), b.sent])).not.toContain('hunter2');
  });
});

describe('a service that ends at once, again and again', () => {
  it('is told once: when it is given up', async () => {
    const b = bench();
    b.unit('Zilean', { state: 'stopped', health: 'unknown' });
    for (let time = 0; time < 6; time++) {
      b.unit('Zilean', { state: 'starting', health: 'starting' });
      b.unit('Zilean', { ...crash, restartCount: time + 1 });
    }
    b.unit('Zilean', { state: 'failed', reason: 'It ended 6 times within 10 minutes.' });
    await b.clock.advance(gatherMs);
    expect(rows(b)).toMatchObject([
      { event_type: 'service.auto_restart.failed', severity: 'critical', status: 'sent' },
    ]);
  });
});

describe('delivery', () => {
  const unhealthy = (b: Bench) => {
    b.unit('Zilean', {});
    b.unit('Zilean', { health: 'unhealthy', reason: 'It answers 503.' });
  };

  it('is tried again after growing pauses, and given up at last', async () => {
    const b = bench({ max_attempts: 3, retry_base_sec: 30 });
    b.answers.push(500, 'unreachable', 503);
    unhealthy(b);
    await b.clock.advance(0);
    expect(rows(b)).toMatchObject([{ status: 'retrying', attempts: 1, error: 'hook.example answered 500: no' }]);
    await b.clock.advance(29_000);
    expect(b.sent).toHaveLength(1);
    await b.clock.advance(1_000);
    expect(rows(b)).toMatchObject([{ status: 'retrying', attempts: 2 }]);
    expect(rows(b)[0]?.error).not.toContain('secret');
    await b.clock.advance(60_000);
    expect(rows(b)).toMatchObject([{ status: 'failed', attempts: 3 }]);
    await b.clock.advance(600_000);
    expect(b.sent).toHaveLength(3);
  });

  it('counts the cooldown from the delivery, not from the queue', async () => {
    const b = bench({ destinations: [{ ...phone, send_recovery: false }], retry_base_sec: 3600 });
    b.answers.push(500);
    unhealthy(b);
    await b.clock.advance(3_600_000);
    expect(rows(b)).toMatchObject([{ status: 'sent', attempts: 2 }]);
    b.unit('Zilean', aStatus('Zilean'));
    unhealthy(b);
    expect(rows(b)).toMatchObject([{ status: 'suppressed' }, { status: 'sent' }]);
  });

  it('does not pile up while the other side is away', async () => {
    const b = bench({ retry_base_sec: 3600 });
    b.answers.push('unreachable');
    for (let time = 0; time < 50; time++) {
      unhealthy(b);
      b.unit('Zilean', aStatus('Zilean'));
      await b.clock.advance(1_000);
    }
    expect(b.notifications.history({ limit: 500, status: 'retrying' })).toHaveLength(1);
    expect(types(b)).toEqual(['service.unhealthy', 'recovery']);
  });

  it('to a destination that is slow keeps no other one waiting', async () => {
    const b = bench({ destinations: [phone, { ...phone, id: 'two', url: 'https://two.example/' }] });
    b.answers.push('hang');
    unhealthy(b);
    await b.clock.advance(0);
    b.unit('Riven', {});
    b.unit('Riven', { health: 'unhealthy' });
    await b.clock.advance(0);
    expect(
      rows(b)
        .map(({ destination_id: id, status }) => `${id} ${status}`)
        .toSorted(),
    ).toEqual(['phone queued', 'phone queued', 'two sent', 'two sent']);
  });

  it('waits for a destination that is switched off, without using an attempt', async () => {
    const b = bench();
    b.answers.push(500);
    unhealthy(b);
    await b.clock.advance(0);
    b.settings = { ...b.settings, destinations: [{ ...phone, enabled: false }] };
    await b.clock.advance(600_000);
    expect(rows(b)).toMatchObject([{ status: 'retrying', attempts: 1 }]);
    b.settings = { ...b.settings, destinations: [phone] };
    await b.clock.advance(30_000);
    expect(rows(b)).toMatchObject([{ status: 'sent', attempts: 2 }]);
  });

  it('gives up what goes to a destination that was removed', async () => {
    const b = bench();
    b.answers.push(500);
    unhealthy(b);
    await b.clock.advance(0);
    b.settings = { enabled: true, destinations: [] };
    await b.clock.advance(30_000);
    expect(rows(b)).toMatchObject([{ status: 'failed', error: 'The destination was removed.' }]);
  });

  it('survives the death of the control plane, on its way or not', async () => {
    const database = newDatabase();
    const clock = createFakeClock();
    const killed = openBench({ destinations: [phone] }, database, clock);
    killed.answers.push('hang');
    unhealthy(killed);
    killed.unit('Riven', {});
    killed.unit('Riven', crash);
    await clock.advance(0);
    expect(types(killed)).toEqual(['service.unhealthy']);
    await killed.notifications.close();
    const next = bench({}, database, clock);
    await clock.advance(gatherMs);
    expect(types(next)).toEqual(['service.unhealthy', 'service.stopped.unexpectedly']);
    expect(rows(next).every(({ status, attempts }) => status === 'sent' && attempts === 1)).toBe(true);
  });

  it('tells the end to whoever was told of the beginning, also after a restart', async () => {
    const database = newDatabase();
    const clock = createFakeClock();
    const before = openBench({}, database, clock);
    before.readings = { cpuPct: 1, memoryPct: 1, disks: [{ path: '/', usedPct: 97, inodesPct: 1 }] };
    await clock.advance(120_000);
    expect(types(before)).toEqual(['resource.disk.high']);
    await before.notifications.close();
    const after = bench({}, database, clock);
    after.readings = { cpuPct: 1, memoryPct: 1, disks: [{ path: '/', usedPct: 40, inodesPct: 1 }] };
    await clock.advance(60_000);
    expect(types(after)).toEqual(['recovery']);
  });
});

describe('who is told', () => {
  it('is told what it asked for', async () => {
    const to = (id: string, fields: object) => ({ ...phone, id, url: `https://hook.example/${id}`, ...fields });
    const b = bench({
      destinations: [
        to('all', {}),
        to('critical', { minimum_severity: 'critical' }),
        to('other-service', { service_names: ['Riven'] }),
        to('same-service', { service_names: ['zilean'] }),
        to('other-type', { event_types: ['update.failed'] }),
        to('off', { enabled: false }),
        to('no-address', { url: '' }),
      ],
    });
    b.unit('Zilean', {});
    b.unit('Zilean', { health: 'unhealthy' });
    await b.clock.advance(0);
    expect(b.sent.map(({ url }) => url.split('/').at(-1))).toEqual(['all', 'same-service']);
    b.unit('Zilean', aStatus('Zilean'));
    await b.clock.advance(0);
    expect(b.sent.slice(2).map(({ url }) => url.split('/').at(-1))).toEqual(['all', 'same-service']);
  });

  it('is nobody while notifications are switched off, save for a test and for what a person sends', async () => {
    const b = bench({
      enabled: false,
      destinations: [
        { ...phone, enabled: false },
        { ...phone, id: 'two' },
      ],
    });
    b.unit('Zilean', {});
    b.unit('Zilean', { health: 'unhealthy' });
    await b.clock.advance(0);
    expect(rows(b)).toEqual([]);
    expect(await b.notifications.test('phone', {})).toMatchObject({ status: 'sent', bypass_destination_enabled: true });
    expect(b.notifications.send({ title: 'Hello', body: 'World', severity: 'critical' })).toHaveLength(1);
    await b.clock.advance(0);
    expect(rows(b)).toMatchObject([{ destination_id: 'two', status: 'sent' }, { destination_id: 'phone' }]);
  });

  it('learns why a test failed', async () => {
    const b = bench({ destinations: [phone, { ...phone, id: 'blank', url: '' }] });
    b.answers.push(401);
    expect(await b.notifications.test('phone', {})).toMatchObject({
      status: 'failed',
      error: 'hook.example answered 401: no',
    });
    await expect(b.notifications.test('blank', {})).rejects.toThrow(/no address/);
    await expect(b.notifications.test('nobody', {})).rejects.toThrow(/no destination/);
    expect(() => b.notifications.send({ title: 'a', body: 'b', destinationIds: ['blank'] })).toThrow(/nobody/);
    expect(() => b.notifications.send({ title: 'a', body: 'b', severity: 'loud' })).toThrow(/info, success/);
  });

  it('does not wait for ever for the outcome of a test', async () => {
    const b = bench();
    b.answers.push('hang');
    const test = b.notifications.test('phone', {});
    await b.clock.advance(15_000);
    expect(await test).toMatchObject({ status: 'queued' });
  });
});

it('forgets what has ended, by hand and by age, and keeps what waits', async () => {
  const b = bench({ history_retention_days: 1, destinations: [{ ...phone, cooldown_sec: 0 }] });
  b.answers.push(200, 500);
  for (const name of ['Zilean', 'Riven']) {
    b.unit(name, {});
    b.unit(name, { health: 'unhealthy' });
    await b.clock.advance(0);
  }
  expect(b.notifications.clear()).toBe(1);
  expect(rows(b)).toMatchObject([{ service_name: 'Riven', status: 'retrying' }]);
  await b.clock.advance(30_000);
  expect(rows(b)).toMatchObject([{ status: 'sent' }]);
  await b.clock.advance(26 * 3_600_000);
  expect(rows(b)).toEqual([]);
});

it('never throws into whoever tells it something', async () => {
  const b = openBench();
  await b.notifications.close();
  b.database.close();
  b.unit('Zilean', {});
  b.unit('Zilean', { health: 'unhealthy' });
  expect(b.log.lines).toMatchObject([{ level: 'error', event: 'notification.not-queued' }]);
});

it('keeps the queue within bounds', async () => {
  const b = bench({ enabled: true, destinations: [phone], retry_base_sec: 3600 });
  b.answers.push(...Array.from({ length: 1100 }, () => 500));
  for (let index = 0; index < 1005; index++) b.notifications.send({ title: `Message ${index}`, body: 'Body' });
  await b.clock.advance(0);
  const waiting = b.database.get(`SELECT count(*) AS count FROM deliveries WHERE status IN ('queued', 'retrying')`);
  expect(waiting?.['count']).toBe(1000);
  expect(b.notifications.history({ limit: 50, status: 'failed' })).toHaveLength(5);
});

import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { OperationView, PlanView } from '@showrunner/contracts';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { useDemo } from './harness/demo.ts';
import { type Client, rivenProcesses, rivenRequest } from './harness/client.ts';
import { waitFor } from './harness/wait-for.ts';

interface DocumentFile {
  readonly postgres: { readonly port: number; readonly password: string };
}

describe('a script that asks for Riven', () => {
  const demo = useDemo();

  it('gets every process started by the request of the documentation', async () => {
    const answer = await demo.client.call('POST', '/process/start-core-service', rivenRequest);
    expect(answer).toMatchObject({
      status: 200,
      body: { results: [{ service: 'riven_backend', status: 'started' }], errors: [] },
    });
    const { services } = await demo.client.stack();
    const running = services.filter(({ status }) => status.state === 'running' && status.health === 'healthy');
    expect(running.map(({ processName }) => processName).sort()).toEqual([...rivenProcesses].sort());
  });

  it('finds a PostgreSQL that answers a query, with the databases of the services', async () => {
    const document = JSON.parse(
      readFileSync(join(demo.showrunner.dataRoot, 'config/dumb_config.json'), 'utf8'),
    ) as DocumentFile;
    const database = new pg.Client({
      host: '127.0.0.1',
      port: document.postgres.port,
      user: 'DUMB',
      password: document.postgres.password,
      database: 'riven',
    });
    await database.connect();
    const result = await database.query<{ datname: string }>('SELECT datname FROM pg_database');
    await database.end();
    expect(result.rows.map(({ datname }) => datname)).toEqual(expect.arrayContaining(['riven', 'zilean', 'pgadmin']));
  });

  it('reads a file that Zurg offers through the real mount', async () => {
    const all = join(demo.showrunner.dataRoot, 'mnt/debrid/riven/__all__');
    const folder = readdirSync(all)[0];
    expect(folder).toBeDefined();
    const file = readdirSync(join(all, folder ?? ''))[0];
    const bytes = readFileSync(join(all, folder ?? '', file ?? ''));
    expect(bytes.length).toBeGreaterThan(1_000_000);
  });

  it('plans nothing when it asks again', async () => {
    const before = await demo.client.pids();
    const plan = await demo.client.post<PlanView>('/api/native/plan', {
      kind: 'compose',
      cores: [rivenRequest.core_services],
      optionals: rivenRequest.optional_services,
    });
    expect(plan.steps).toEqual([]);
    const answer = await demo.client.call('POST', '/api/process/start-core-service/', rivenRequest);
    expect(answer.status).toBe(200);
    expect(await demo.client.pids()).toEqual(before);
  });

  it('writes a settings file that was deleted by hand again, and starts nothing for it', async () => {
    const config = join(demo.showrunner.dataRoot, 'zurg/RD/Riven/config.yml');
    const before = readFileSync(config, 'utf8');
    const pids = await demo.client.pids();
    rmSync(config);
    const plan = await demo.client.post<PlanView>('/api/native/plan', { kind: 'reconcile' });
    expect(plan.steps.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['write-files', 'config.yml was deleted by hand'],
    ]);
    expect(await demo.client.operate({ kind: 'reconcile' })).toMatchObject({ state: 'succeeded' });
    expect(readFileSync(config, 'utf8')).toBe(before);
    expect(await demo.client.post<PlanView>('/api/native/plan', { kind: 'reconcile' })).toMatchObject({ steps: [] });
    expect(await demo.client.pids()).toEqual(pids);
  });

  it.each([
    ['display name, single', { name: 'Riven' }],
    ['display name, array', [{ name: 'Riven' }]],
    ['key, array', [{ name: 'riven_backend', debrid_service: ['RealDebrid'], debrid_key: ['abc123'] }]],
  ])('is understood by %s', async (_form, core_services) => {
    const before = await demo.client.pids();
    const answer = await demo.client.call('POST', '/process/start-core-service', {
      core_services,
      optional_services: [],
    });
    expect(answer).toMatchObject({ status: 200, body: { results: [{ status: 'started' }], errors: [] } });
    expect(await demo.client.pids()).toEqual(before);
  });

  it('stops, starts and restarts one service and sees it in the status', async () => {
    const name = { process_name: 'Zilean' };
    const before = (await demo.client.pids())['Zilean'];
    expect(await demo.client.call('POST', '/process/stop-service', name)).toMatchObject({ status: 200 });
    expect(await demo.client.get('/process/service-status?process_name=Zilean')).toMatchObject({ status: 'stopped' });
    expect(await demo.client.call('POST', '/process/start-service', name)).toMatchObject({
      status: 200,
      body: { status: 'Service started successfully', process_name: 'Zilean' },
    });
    const started = (await demo.client.pids())['Zilean'];
    expect(started).not.toBe(before);
    expect(await demo.client.call('POST', '/process/restart-service', name)).toMatchObject({ status: 200 });
    expect((await demo.client.pids())['Zilean']).not.toBe(started);
    expect(await demo.client.get('/process/service-status?process_name=Zilean')).toMatchObject({ status: 'running' });
  });

  it('starts a crashed service again by itself', async () => {
    const pid = (await demo.client.pids())['Riven Frontend'];
    process.kill(pid ?? 0, 'SIGKILL');
    await waitFor('a new process', async () => {
      const next = (await demo.client.pids())['Riven Frontend'];
      return next !== undefined && next !== pid;
    });
    const { services } = await demo.client.stack();
    const service = services.find(({ processName }) => processName === 'Riven Frontend');
    expect(service?.status.restartCount).toBe(1);
    expect(service?.status.lastExit).toMatchObject({ cause: 'signal', signal: 'SIGKILL' });
  });

  it('changes the restart policy of a running service without a restart, and the new one holds (scenario 50)', async () => {
    const before = await demo.client.pids();
    const { revision, document } = await demo.client.document();
    const withPolicy = (services: readonly object[]) => {
      const policy = { ...(document['dumb']?.['auto_restart'] as object), enabled: true, services };
      return { ...document, dumb: { ...document['dumb'], auto_restart: policy } };
    };
    const never = withPolicy([{ process_name: 'Riven Frontend', enabled: false }]);
    const edit = { kind: 'edit', document: never, basedOn: revision };
    const plan = await demo.client.post<PlanView>('/api/native/plan', edit);
    expect(plan.steps.map(({ id }) => id)).toEqual(['save-document', 'define-unit:riven-frontend']);
    expect((await demo.client.operate(edit)).state).toBe('succeeded');
    expect(await demo.client.pids()).toEqual(before);

    process.kill(before['Riven Frontend'] ?? 0, 'SIGKILL');
    const frontend = async () => {
      const { services } = await demo.client.stack();
      return services.find(({ processName }) => processName === 'Riven Frontend')?.status;
    };
    const ended = await waitFor('the frontend to stay down', async () => {
      const status = await frontend();
      return status?.state === 'failed' && status;
    });
    expect(ended).toMatchObject({ restartCount: 1, lastExit: { cause: 'signal', signal: 'SIGKILL' } });

    const basedOn = (await demo.client.document()).revision;
    expect((await demo.client.operate({ kind: 'edit', document, basedOn })).state).toBe('succeeded');
    const start = { process_name: 'Riven Frontend' };
    expect(await demo.client.call('POST', '/process/start-service', start)).toMatchObject({ status: 200 });
    const { 'Riven Frontend': _started, ...others } = await demo.client.pids();
    const { 'Riven Frontend': _killed, ...othersBefore } = before;
    expect(others).toEqual(othersBefore);
  });

  it('runs as many copies of the frontend as were asked for last, each on a port of its own (scenario 16)', async () => {
    const scale = (replicas: number) => ({ kind: 'scale', processName: 'Riven Frontend', replicas });
    const first = (await demo.client.pids())['Riven Frontend'];
    const asked: OperationView[] = [];
    for (const wish of [5, 2, 0, 3]) asked.push(await demo.client.post('/api/native/operations', scale(wish)));
    const ended = await Promise.all(asked.map(({ id }) => demo.client.whenEnded(id)));
    expect(ended.at(-1)?.state).toBe('succeeded');
    expect(ended.map(({ state }) => state)).not.toContain('failed');
    const { services } = await demo.client.stack();
    const copies = services.filter(({ serviceKey }) => serviceKey === 'riven_frontend');
    expect(copies.map(({ processName, status }) => [processName, status.state])).toEqual([
      ['Riven Frontend', 'running'],
      ['Riven Frontend-1', 'running'],
      ['Riven Frontend-2', 'running'],
    ]);
    const answers = await Promise.all(
      copies.map(({ ports }) => fetch(`http://127.0.0.1:${ports[0]?.port}/`).then(({ status }) => status)),
    );
    expect(answers).toEqual([200, 200, 200]);
    const refused = await demo.client.call('POST', '/api/native/operations', {
      ...scale(2),
      processName: 'PostgreSQL',
    });
    expect(refused).toMatchObject({ status: 409, body: { code: 'service.not-scalable' } });
    expect(await demo.client.call('POST', '/api/native/operations', scale(9))).toMatchObject({ status: 400 });
    expect((await demo.client.operate(scale(1))).state).toBe('succeeded');
    expect(Object.keys(await demo.client.pids()).filter((name) => name.startsWith('Riven Frontend'))).toEqual([
      'Riven Frontend',
    ]);
    expect((await demo.client.pids())['Riven Frontend']).not.toBe(first);
  });

  it('survives a killed control plane with the same processes, logs and counters', async () => {
    const before = await demo.client.pids();
    const restartsBefore = await restartCounts(demo.client);
    const logFile = join(demo.showrunner.dataRoot, 'log/postgres.log');
    const sizeBefore = readFileSync(logFile).length;
    await demo.showrunner.kill();
    await knock(demo.showrunner.dataRoot);
    await waitFor('the log to grow while nobody watches', () => readFileSync(logFile).length > sizeBefore);
    await demo.showrunner.startAgain();
    await waitFor('the stack to be adopted', async () => {
      const { services } = await demo.client.stack();
      return services.filter(({ status }) => status.state === 'running').length === rivenProcesses.length;
    });
    expect(await demo.client.pids()).toEqual(before);
    expect(await restartCounts(demo.client)).toEqual(restartsBefore);
    const { services } = await demo.client.stack();
    expect(services.filter(({ status }) => status.state === 'running').every(({ status }) => status.adopted)).toBe(
      true,
    );
    expect(await twins(before)).toEqual([]);
  });

  it('moves a port by an edit, rewrites what refers to it, and undoes an edit that does not work', async () => {
    const { revision, document } = await demo.client.document();
    const edited = { ...document, zilean: { ...document['zilean'], port: 8190 } };
    const done = await demo.client.operate({ kind: 'edit', document: edited, basedOn: revision });
    expect(done.state).toBe('succeeded');
    expect((await fetch('http://127.0.0.1:8190/healthchecks/ping')).ok).toBe(true);

    const pidsBefore = await demo.client.pids();
    const next = await demo.client.document();
    const broken = {
      ...next.document,
      zilean: {
        ...next.document['zilean'],
        command: ['/zilean/app/zilean-api'],
        env: { ASPNETCORE_URLS: 'not an address' },
      },
    };
    const failed = await demo.client.operate({ kind: 'edit', document: broken, basedOn: next.revision });
    expect(failed.state).toBe('failed');
    expect((await demo.client.document()).revision).toBe(next.revision);
    expect((await fetch('http://127.0.0.1:8190/healthchecks/ping')).ok).toBe(true);
    const { Zilean: _restarted, ...others } = await demo.client.pids();
    const { Zilean: _before, ...othersBefore } = pidsBefore;
    expect(others).toEqual(othersBefore);
  });

  it('moves the port of the database, and everything that keeps something there follows', async () => {
    const { revision, document } = await demo.client.document();
    const edited = { ...document, postgres: { ...document['postgres'], port: 5499 } };
    const done = await demo.client.operate({ kind: 'edit', document: edited, basedOn: revision });
    expect(done.problem).toBeUndefined();
    expect(done.state).toBe('succeeded');
    const { services } = await demo.client.stack();
    const running = services.filter(({ status }) => status.state === 'running' && status.health === 'healthy');
    expect(running.map(({ processName }) => processName).sort()).toEqual([...rivenProcesses].sort());
    const settings = readFileSync(join(demo.showrunner.dataRoot, 'riven/backend/data/settings.json'), 'utf8');
    expect(settings).toContain(':5499/riven');
  });

  it('reads the log of a service over the wire', async () => {
    const logs = await demo.client.get<{ records: { message: string }[] }>(
      `/api/native/logs/${encodeURIComponent('Riven Backend')}?tail=50`,
    );
    expect(logs.records.length).toBeGreaterThan(0);
    expect(JSON.stringify(logs)).not.toContain('abc123');
    expect(existsSync(join(demo.showrunner.dataRoot, 'log/riven_backend.log'))).toBe(true);
  });

  it('keeps a journal of what was done', async () => {
    const { operations } = await demo.client.get<{ operations: OperationView[] }>('/api/native/operations');
    expect(operations.length).toBeGreaterThan(3);
    expect(JSON.stringify(operations)).not.toContain('abc123');
  });
});

function readDocument(dataRoot: string): DocumentFile {
  return JSON.parse(readFileSync(join(dataRoot, 'config/dumb_config.json'), 'utf8')) as DocumentFile;
}

/** Asks PostgreSQL for a database that it does not have, which it writes into its log. */
async function knock(dataRoot: string): Promise<void> {
  const { port, password } = readDocument(dataRoot).postgres;
  const database = new pg.Client({ host: '127.0.0.1', port, user: 'DUMB', password, database: 'no-such-database' });
  await expect(database.connect()).rejects.toThrow(/does not exist/);
}

async function restartCounts(client: Client): Promise<Record<string, number>> {
  const { services } = await client.stack();
  return Object.fromEntries(services.map(({ processName, status }) => [processName, status.restartCount]));
}

/** Programs that run twice: another process with the same command line as one of ours, in another session. */
async function twins(pids: Record<string, number>): Promise<readonly string[]> {
  const commandOf = (pid: number) => readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  const sessionOf = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[3];
  const found: string[] = [];
  for (const [name, pid] of Object.entries(pids)) {
    const command = commandOf(pid);
    for (const other of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && Number(entry) !== pid)) {
      try {
        if (commandOf(Number(other)) === command && sessionOf(Number(other)) !== sessionOf(pid)) found.push(name);
      } catch {
        continue; // it has ended meanwhile
      }
    }
  }
  return found;
}

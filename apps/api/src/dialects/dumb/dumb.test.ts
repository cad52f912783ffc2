import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SECRET_MASK } from '@showrunner/config';
import { Problem } from '@showrunner/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.close());

const ask: TestServer['ask'] = (...args) => server.ask(...args);
const zilean = { process_name: 'Zilean' };

describe('processes', () => {
  it('have the eleven keys of the wire, ourselves first', async () => {
    const { processes } = (await ask('GET', '/process/processes')).json as { processes: Record<string, unknown>[] };
    expect(processes.slice(0, 2).map(({ name, config_key }) => [name, config_key])).toEqual([
      ['dumb api_service', 'dumb_api_service'],
      ['dumb frontend', 'dumb_frontend'],
    ]);
    expect(processes[0]).toMatchObject({ process_name: 'DUMB API', key: 'api_service', version: '1.2.3' });
    for (const entry of processes) {
      expect(Object.keys(entry).toSorted()).toEqual(
        // prettier-ignore
        ['config', 'config_key', 'enabled', 'key', 'name', 'process_name', 'repo_url', 'sponsorship_url', 'supports_manual_update', 'update_status', 'version'],
      );
    }
  });

  it('show secrets as a mask', async () => {
    const text = (await ask('GET', '/process/processes')).text + (await ask('GET', '/config')).text;
    expect(text).not.toContain('very-secret-key');
    expect(text).toContain(SECRET_MASK);
  });

  it('are asked for one by one with their exact name', async () => {
    expect((await ask('GET', '/process/?process_name=Zilean')).json).toMatchObject({
      process_name: 'Zilean',
      install_info: null,
    });
    expect(await ask('GET', '/process?process_name=zilean')).toMatchObject({
      status: 404,
      json: { detail: 'Process not found' },
    });
    expect(await ask('GET', '/process?process_name=')).toMatchObject({
      status: 400,
      json: { detail: 'process_name is required' },
    });
    expect((await ask('GET', '/process')).status).toBe(422);
  });
});

describe('starting and stopping', () => {
  it('answers when it is done', async () => {
    expect((await ask('POST', '/process/start-service', { body: zilean })).json).toEqual({
      status: 'Service started successfully',
      process_name: 'Zilean',
    });
    expect((await ask('GET', '/process/service-status?process_name=zi%20lean')).json).toEqual({
      process_name: 'zi lean',
      status: 'running',
    });
    const stopped = await ask('POST', '/process/stop-service', { body: zilean });
    expect(stopped.json).toMatchObject({
      status: 'Service stopped successfully',
      media_protection: { status: 'not_applicable' },
    });
    const status = (await ask('GET', '/process/service-status?process_name=Zilean&include_health=yes')).json;
    expect(status).toMatchObject({
      status: 'stopped',
      healthy: false,
      restart: { disabled: true, unhealthy_threshold: 3 },
    });
    expect(server.stack.asked.map(({ change, actor }) => [change.kind, actor])).toEqual([
      ['start', 'local'],
      ['stop', 'local'],
    ]);
  });

  it('treats unknown names as the original does', async () => {
    const body = { process_name: 'nosuch' };
    expect((await ask('POST', '/process/start-service', { body })).status).toBe(404);
    expect((await ask('POST', '/process/stop-service', { body })).status).toBe(200);
    expect(await ask('POST', '/process/restart-service', { body })).toMatchObject({
      status: 500,
      json: { code: 'process.unknown' },
    });
    expect((await ask('GET', '/process/service-status?process_name=nosuch')).json).toMatchObject({ status: 'stopped' });
  });

  it('tells why it did not start, and as which problem', async () => {
    server.stack.failNext(new Problem('unit.missing-program', 'The program file is missing.'));
    expect(await ask('POST', '/process/start-service', { body: zilean })).toMatchObject({
      status: 500,
      json: {
        detail: "Unable to start the service 'Zilean'. The program file is missing.",
        code: 'unit.missing-program',
      },
    });
  });
});

describe('start-core-service', () => {
  const start = (body: unknown) => ask('POST', '/process/start-core-service', { body });

  it('takes one service or several, with whatever name they go by', async () => {
    const one = { name: 'Riven', debrid_service: 'RealDebrid', debrid_key: 'k', instance_name: '' };
    expect(await start({ core_services: one })).toMatchObject({
      status: 200,
      json: { results: [{ service: 'Riven', status: 'started' }], errors: [] },
    });
    expect((await start({ core_services: [one], optional_services: ['zilean'] })).status).toBe(200);
    expect(server.stack.asked[0]?.change).toEqual({
      kind: 'compose',
      cores: [{ name: 'Riven', debrid_service: 'RealDebrid', debrid_key: 'k' }],
      optionals: [],
    });
  });

  it('tells what started and what did not, twice, with 500', async () => {
    const answer = await start({ core_services: [{ name: 'plex' }, { name: 'nosuch' }] });
    const parts = {
      results: [{ service: 'plex', status: 'started' }],
      errors: [{ service: 'nosuch', error: "Process 'nosuch' not found" }],
    };
    expect(answer.status).toBe(500);
    expect(answer.json).toMatchObject({ ...parts, detail: { message: expect.any(String) as string, ...parts } });
  });

  it('refuses keys that it does not know on both levels, as 422', async () => {
    expect((await start({ core_services: [{ name: 'plex', x: 1 }] })).status).toBe(422);
    expect((await start({})).status).toBe(422);
  });
});

describe('offers', () => {
  it('list core services in the order of the wizard, each field with a sentence', async () => {
    const { core_services: offers } = (await ask('GET', '/process/core-services')).json as {
      core_services: {
        key: string;
        service_options: Record<string, object>;
        service_option_descriptions: Record<string, object>;
      }[];
    };
    expect(offers.map(({ key }) => key).slice(0, 3)).toEqual(['plex', 'jellyfin', 'emby']);
    const riven = offers.find(({ key }) => key === 'riven_backend');
    expect(Object.keys(riven?.service_options ?? {})).toEqual(['riven_backend', 'zurg', 'rclone', 'postgres']);
    for (const offer of offers) {
      for (const [key, fields] of Object.entries(offer.service_options)) {
        expect(Object.keys(offer.service_option_descriptions[key] ?? {})).toEqual(Object.keys(fields));
      }
    }
  });

  it('leave out what a chosen service brings, and ignore the form with brackets', async () => {
    const keys = async (query: string) =>
      (
        (await ask('GET', `/process/optional-services${query}`)).json as { optional_services: { key: string }[] }
      ).optional_services.map(({ key }) => key);
    expect(await keys('')).toContain('postgres');
    expect(await keys('?optional_services=zilean')).not.toContain('postgres');
    expect(await keys('?optional_services[]=zilean')).toContain('postgres');
    expect(await keys('?core_service=riven_backend')).not.toContain('postgres');
  });

  it('promise nothing that does not work', async () => {
    expect((await ask('GET', '/process/capabilities')).json).toMatchObject({
      service_ui_supported: true,
      optional_only_onboarding: false,
      metrics_history: true,
      auto_restart: true,
      multi_instance: expect.any(Boolean) as boolean,
    });
  });
});

describe('the document', () => {
  it('keeps a secret whose mask comes back with the whole block', async () => {
    const name = 'Zurg w/ RealDebrid';
    const block = (await ask('GET', `/config?process_name=${encodeURIComponent(name)}`)).json as Record<
      string,
      unknown
    >;
    expect(block['api_key']).toBe(SECRET_MASK);
    const body = { process_name: name, updates: { ...block, log_level: 'DEBUG' }, persist: true };
    expect(await ask('POST', '/config', { body })).toMatchObject({
      status: 200,
      json: { status: 'service config updated', persisted: true },
    });
    expect(server.stack.document().stored['zurg']).toMatchObject({
      instances: { RealDebrid: { api_key: 'very-secret-key', log_level: 'DEBUG' } },
    });
  });

  it('takes part of a block, checks all keys first, and stores nothing that is wrong', async () => {
    const before = server.stack.document().stored;
    const save = (updates: object) => ask('POST', '/config/', { body: { ...zilean, updates, persist: true } });
    expect(await save({ log_level: 'DEBUG', bogus: 1 })).toMatchObject({
      status: 400,
      json: { detail: 'Invalid configuration key: bogus' },
    });
    const wrong = await save({ port: 'x' });
    expect(wrong).toMatchObject({ status: 400, json: { code: 'document.invalid' } });
    expect((wrong.json as { detail: string }).detail).toMatch(/^Validation error in merged config at 'port': /);
    expect(server.stack.document().stored).toBe(before);
    expect((await save({ log_level: 'DEBUG' })).status).toBe(200);
  });

  it('is checked but not changed without persist, and the answer says so', async () => {
    const before = server.stack.document().stored;
    const answer = await ask('POST', '/config', { body: { ...zilean, updates: { log_level: 'DEBUG' } } });
    expect(answer.json).toMatchObject({ persisted: false });
    expect(server.stack.document().stored).toBe(before);
  });

  it('merges deeply into the whole', async () => {
    const update = (updates: object) => ask('POST', '/config', { body: { updates } });
    expect(await update({ dumb: { onboarding_completed: true } })).toMatchObject({
      json: { status: 'global config updated', keys: ['dumb'] },
    });
    expect(server.stack.document().stored['dumb']).toMatchObject({
      onboarding_completed: true,
      api_service: { process_name: 'DUMB API' },
    });
    expect(await update({ bogus: 1 })).toMatchObject({
      status: 400,
      json: { detail: 'Invalid global configuration key: bogus' },
    });
    expect(await update({})).toMatchObject({ status: 400 });
    expect(await update({ dumb: { log_level: 5 } })).toMatchObject({
      status: 400,
      json: { detail: expect.stringContaining("'dumb -> log_level'") as string },
    });
  });

  it('has the flag of the wizard, set without a body', async () => {
    expect((await ask('GET', '/api/config/onboarding-status')).json).toEqual({ needs_onboarding: true });
    expect((await ask('POST', '/api/config/onboarding-completed')).status).toBe(200);
    expect((await ask('GET', '/config/onboarding-status')).json).toEqual({ needs_onboarding: false });
    expect((await ask('POST', '/config/reset-onboarding')).status).toBe(200);
  });

  it('has a schema, and one for each block', async () => {
    expect((await ask('GET', '/config/schema')).json).toHaveProperty('properties.dumb.properties.auto_restart');
    expect((await ask('POST', '/config/process-config/schema', { body: zilean })).json).toHaveProperty(
      'properties.port',
    );
    expect((await ask('POST', '/config/process-config/schema', { body: { process_name: 'nosuch' } })).status).toBe(404);
  });
});

describe('a program’s own file', () => {
  const asked = (updates?: unknown) =>
    ask('POST', '/config/service-config', { body: { service_name: 'Riven Backend', updates, config_format: 'json' } });

  it('is read with secrets masked and merged on its first level', async () => {
    const path = join(server.root, 'riven/backend/data/settings.json');
    expect((await asked()).status).toBe(404);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, '{"api_key":"hidden","n":{"x":1},"keep":true}');
    const read = (await asked()).json as { config: Record<string, unknown> };
    expect(read).toMatchObject({
      config_format: 'json',
      service_path: 'riven_backend',
      config: { api_key: SECRET_MASK, n: { x: 1 } },
    });
    expect((await asked({ ...read.config, n: { z: 9 } })).json).toMatchObject({
      status: 'Config updated successfully',
    });
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ api_key: 'hidden', n: { z: 9 }, keep: true });
  });
});

describe('logs', () => {
  it('come in whole lines, each once, and begin again after a rotation', async () => {
    const path = join(server.root, 'log/zilean.log');
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, 'one\nkey very-secret-key\nhal');
    const first = (await ask('GET', '/logs?process_name=Zilean')).json as { cursor: number; file_id: string };
    expect(first).toMatchObject({
      chunk: 'one\nkey [REDACTED]\n',
      log: 'one\nkey [REDACTED]\n',
      reset: true,
      size: 27,
      cursor: 24,
    });
    const next = () =>
      ask('GET', `/logs?process_name=Zilean&cursor=${first.cursor}&file_id=${encodeURIComponent(first.file_id)}`);
    expect((await next()).json).toMatchObject({ chunk: '', reset: false, log: null, cursor: 24 });
    await writeFile(path, 'f\nlast\n', { flag: 'a' });
    expect((await next()).json).toMatchObject({ chunk: 'half\nlast\n', reset: false, cursor: 34 });
    expect((await ask('GET', '/logs?process_name=Zilean&cursor=24&file_id=other')).json).toMatchObject({ reset: true });
  });

  it('are empty where there is none, and refuse a silly size', async () => {
    expect((await ask('GET', '/logs?process_name=nosuch')).json).toEqual({
      process_name: 'nosuch',
      size: 0,
      cursor: 0,
      chunk: '',
      reset: true,
      file_id: null,
      log: '',
    });
    expect((await ask('GET', '/logs?process_name=x&tail_bytes=10')).json).toMatchObject({
      detail: [{ type: 'greater_than_equal', loc: ['query', 'tail_bytes'], ctx: { ge: 1024 } }],
    });
  });
});

describe('health', () => {
  it('is good while it starts, and names what is not well afterwards', async () => {
    server.stack.setUnit('Zilean', {
      state: 'running',
      health: 'unhealthy',
      pid: 12,
      reason: 'Port 8182 does not answer.',
    });
    server.stack.startupPhase = 'starting_services';
    expect((await ask('GET', '/health')).json).toEqual({ status: 'healthy' });
    server.stack.startupPhase = 'ready';
    expect((await ask('GET', '/health')).json).toEqual({
      status: 'unhealthy',
      details: 'The process Zilean (PID: 12) is not well: Port 8182 does not answer.',
    });
  });
});

describe('seerr-sync', () => {
  it('says in its own shapes that it is not configured', async () => {
    expect((await ask('GET', '/seerr-sync/status')).json).toEqual({ enabled: false, status: 'disabled' });
    expect((await ask('GET', '/seerr-sync/failed')).json).toEqual({ count: 0, failed_requests: [] });
    expect((await ask('DELETE', '/seerr-sync/failed')).json).toMatchObject({ cleared: 0 });
    expect((await ask('POST', '/seerr-sync/test', { body: { url: 'http://x', api_key: 'y' } })).status).toBe(400);
  });
});

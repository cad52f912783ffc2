import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { OperationView, PlanView } from '@showrunner/contracts';
import { describe, expect, it } from 'vitest';
import { useDemo } from './harness/demo.ts';
import { mountsUnder, processesUnder } from './harness/showrunner.ts';
import { waitFor } from './harness/wait-for.ts';

type Json = Record<string, unknown>;
interface Request {
  readonly core_services: Json;
  readonly optional_services: readonly string[];
}

/** The requests of the documentation that are not Riven's. */
const core = { debrid_service: 'RealDebrid', debrid_key: 'abc123' };
const decypharr: Request = {
  core_services: { ...core, name: 'decypharr', service_options: { decypharr: { use_embedded_rclone: true } } },
  optional_services: [],
};
const cliDebrid: Request = {
  core_services: { ...core, name: 'cli_debrid', service_options: { phalanx_db: { enabled: true } } },
  optional_services: ['zilean'],
};
const plexDebrid: Request = {
  core_services: {
    ...core,
    name: 'plex_debrid',
    service_options: { rclone: { log_level: 'DEBUG' }, zurg: { port: 9194 } },
  },
  optional_services: [],
};

describe('a script that asks for the stacks of the documentation, one after another', () => {
  const demo = useDemo();

  const inRoot = (...path: string[]) => join(demo.showrunner.dataRoot, ...path);
  const readJson = (path: string) => JSON.parse(readFileSync(inRoot(path), 'utf8')) as Json;
  const healthy = async () => {
    const { services } = await demo.client.stack();
    const up = services.filter(({ status }) => status.state === 'running' && status.health === 'healthy');
    return up.map(({ processName }) => processName).sort();
  };
  const start = (request: Request) => demo.client.call('POST', '/process/start-core-service', request);
  const planOf = (request: Request) =>
    demo.client.post<PlanView>('/api/native/plan', {
      kind: 'compose',
      cores: [request.core_services],
      optionals: request.optional_services,
    });
  const started = (service: string) => ({
    status: 200,
    body: { results: [{ service, status: 'started' }], errors: [] },
  });
  /** Asks again: nothing is planned, nothing is started anew. */
  const expectSettled = async (request: Request) => {
    const before = await demo.client.pids();
    expect((await planOf(request)).steps).toEqual([]);
    expect((await start(request)).status).toBe(200);
    expect(await demo.client.pids()).toEqual(before);
  };
  /** Switches everything off that is on; the document keeps the entries. */
  const switchOff = async (): Promise<OperationView> => {
    const { revision, document } = await demo.client.document();
    const off = Object.fromEntries(
      Object.entries(document).map(([key, block]) => [key, key === 'dumb' ? block : disabled(block)]),
    );
    return demo.client.operate({ kind: 'edit', document: off, basedOn: revision });
  };
  const expectNothingLeft = async () => {
    expect(await switchOff()).toMatchObject({ state: 'succeeded' });
    expect(await healthy()).toEqual([]);
    expect(mountsUnder(demo.showrunner.dataRoot)).toEqual([]);
    const places = ['decypharr', 'cli_debrid', 'phalanx_db', 'plex_debrid', 'zurg', 'postgres_data', 'zilean'];
    expect(places.flatMap((place) => processesUnder(inRoot(place)))).toEqual([]);
  };

  it('gets Decypharr with its own mount', async () => {
    expect(await start(decypharr)).toMatchObject(started('decypharr'));
    expect(await healthy()).toEqual(['Decypharr']);
    const config = readJson('decypharr/config.json');
    expect(config).toMatchObject({
      port: '8282',
      mount: { type: 'rclone', mount_path: inRoot('mnt/debrid/decypharr'), rclone: { enabled: true } },
      debrids: [{ provider: 'realdebrid', api_key: 'abc123' }],
    });
    expect(statSync(inRoot('decypharr/config.json')).mode & 0o777).toBe(0o600);
    const library = await fetch('http://127.0.0.1:8282/webdav/__all__/', {
      method: 'PROPFIND',
      headers: { depth: '1' },
    });
    expect([library.status, await library.text()]).toEqual([207, expect.stringContaining('Big%20Buck%20Bunny')]);
    const { document } = await demo.client.document();
    expect(document['decypharr']).not.toHaveProperty('use_embedded_rclone');
    await expectSettled(decypharr);
  });

  it('mounts Decypharr with a separate rclone instead, and reads a film through it', async () => {
    const outside = { ...decypharr.core_services, service_options: { decypharr: { use_embedded_rclone: false } } };
    const request = { ...decypharr, core_services: outside };
    expect(await start(request)).toMatchObject(started('decypharr'));
    expect(await healthy()).toEqual(['Decypharr', 'Rclone w/ Decypharr']);
    const all = inRoot('mnt/debrid/decypharr/__all__');
    const film = readdirSync(all).find((name) => name.startsWith('Sintel')) ?? '';
    expect(readFileSync(join(all, film, 'Sintel (2010).mkv')).length).toBe(4 * 1024 * 1024);
    expect(readJson('decypharr/config.json')).toMatchObject({ mount: { type: 'external_rclone' } });
    await expectSettled(request);
  });

  it('leaves nothing of Decypharr once it is switched off', expectNothingLeft);

  it('gets CLI Debrid with its battery, Phalanx DB, a mount and Zilean', async () => {
    expect(await start(cliDebrid)).toMatchObject(started('cli_debrid'));
    expect(await healthy()).toEqual([
      'CLI Battery',
      'CLI Debrid',
      'Phalanx DB',
      'PostgreSQL',
      'Rclone w/ CLID',
      'Zilean',
      'Zurg w/ CLID',
    ]);
    const page = await (await fetch('http://127.0.0.1:5000/')).text();
    expect(page).toContain('Battery at http://127.0.0.1:5001/api/stats answers 200.');
    expect(readJson('cli_debrid/data/config/config.json')).toMatchObject({
      'Metadata Battery': { url: 'http://127.0.0.1:5001' },
    });
    const entry = { infohash: 'a'.repeat(40), services: { real_debrid: { cached: true } } };
    const sent = await fetch('http://127.0.0.1:8888/api/entries', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ data: [entry] }),
    });
    expect(sent.status).toBe(201);
    expect(readFileSync(inRoot('phalanx_db/data/autobase_storage_v4/entries.json'), 'utf8')).toContain(entry.infohash);
    expect(readdirSync(inRoot('mnt/debrid/clid/__all__'))).toContain('Sintel (2010) 1080p');
    await expectSettled(cliDebrid);
  });

  it('follows a moved port of the battery', async () => {
    const { revision, document } = await demo.client.document();
    const edited = { ...document, cli_battery: { ...document['cli_battery'], port: 5101 } };
    expect(await demo.client.operate({ kind: 'edit', document: edited, basedOn: revision })).toMatchObject({
      state: 'succeeded',
    });
    expect(await (await fetch('http://127.0.0.1:5000/')).text()).toContain(
      'http://127.0.0.1:5101/api/stats answers 200.',
    );
  });

  it('leaves nothing of CLI Debrid once it is switched off', expectNothingLeft);

  it('gets CLI Debrid without Phalanx DB where that is declined', async () => {
    const options = { phalanx_db: { enabled: false }, cli_battery: { enabled: false } };
    const plan = await planOf({
      ...cliDebrid,
      core_services: { ...cliDebrid.core_services, service_options: options },
    });
    const names = plan.steps.filter(({ kind }) => kind === 'start-unit').map(({ processName }) => processName);
    expect(names.toSorted()).toEqual(['CLI Debrid', 'PostgreSQL', 'Rclone w/ CLID', 'Zilean', 'Zurg w/ CLID']);
  });

  it('gets Plex Debrid with the port of Zurg and the log of rclone that were asked for', async () => {
    expect(await start(plexDebrid)).toMatchObject(started('plex_debrid'));
    expect(await healthy()).toEqual(['Plex Debrid', 'Rclone w/ Plex Debrid', 'Zurg w/ Plex Debrid']);
    const { document } = await demo.client.document();
    expect(document['zurg']).toMatchObject({ instances: { 'Plex Debrid': { port: 9194 } } });
    expect(document['rclone']).toMatchObject({ instances: { 'Plex Debrid': { log_level: 'DEBUG' } } });
    expect(readFileSync(inRoot('log/rclone_w_plex_debrid.log'), 'utf8')).toContain('DEBUG');
    expect(readJson('plex_debrid/config/settings.json')).toMatchObject({
      'Real Debrid API Key': 'abc123',
      'Show Menu on Startup': 'false',
    });
    expect(readFileSync(inRoot('plex_debrid/content/services/trakt.py'), 'utf8')).toContain('"./config/.env"');
    // It lives before it has said anything.
    const logs = await waitFor('its first look at the account', async () => {
      const path = `/api/native/logs/${encodeURIComponent('Plex Debrid')}?tail=50`;
      const text = JSON.stringify(await demo.client.get(path));
      return text.includes('torrents on the account') && text;
    });
    expect(logs).not.toContain('abc123');
    await expectSettled(plexDebrid);
  });

  it('does not do without what Plex Debrid mounts, and says so', async () => {
    const options = { zurg: { enabled: false } };
    const refused = await demo.client.call('POST', '/api/native/plan', {
      kind: 'compose',
      cores: [{ ...plexDebrid.core_services, service_options: options }],
      optionals: [],
    });
    expect(refused).toMatchObject({ status: 422, body: { code: 'document.invalid' } });
  });

  it('leaves nothing of Plex Debrid once it is switched off', expectNothingLeft);
});

function disabled(block: unknown): unknown {
  if (typeof block !== 'object' || block === null || Array.isArray(block)) return block;
  const { instances, ...rest } = block as { instances?: Record<string, Json>; enabled?: boolean };
  if (instances !== undefined) {
    return {
      ...rest,
      instances: Object.fromEntries(Object.entries(instances).map(([key, entry]) => [key, disabled(entry)])),
    };
  }
  return 'enabled' in rest ? { ...rest, enabled: false } : rest;
}

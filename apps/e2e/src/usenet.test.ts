import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlanView } from '@showrunner/contracts';
import { describe, expect, it } from 'vitest';
import { useDemo } from './harness/demo.ts';
import { mountsUnder } from './harness/showrunner.ts';
import { waitFor } from './harness/wait-for.ts';

const wanted = { core_services: [{ name: 'nzbdav' }, { name: 'AltMount' }], optional_services: [] };
const processes = ['AltMount', 'InfiniDysk', 'Rclone w/ InfiniDysk'];

/** Two ways to have Usenet content as files: InfiniDysk with an rclone of ours, and AltMount, which mounts by itself. */
describe('a stack for Usenet', () => {
  const demo = useDemo();
  const at = (path: string): string => join(demo.showrunner.dataRoot, path);

  const health = async (): Promise<readonly string[]> => {
    const { services } = await demo.client.stack();
    const healthy = services.filter(({ status }) => status.state === 'running' && status.health === 'healthy');
    return healthy.map(({ processName }) => processName).sort();
  };
  const portOf = async (processName: string, id: string): Promise<number> => {
    const { services } = await demo.client.stack();
    const ports = services.find((service) => service.processName === processName)?.ports ?? [];
    return ports.find((port) => port.id === id)?.port ?? 0;
  };

  it('comes up healthy as a whole, under the name that InfiniDysk had before too', async () => {
    const answer = await demo.client.call('POST', '/process/start-core-service', wanted);
    expect(answer).toMatchObject({ status: 200, body: { errors: [] } });
    expect(await health()).toEqual(processes);
  });

  it('plans nothing when it is asked for again', async () => {
    const plan = await demo.client.post<PlanView>('/api/native/plan', {
      kind: 'compose',
      cores: wanted.core_services,
      optionals: [],
    });
    expect(plan.steps).toEqual([]);
    expect(await demo.client.post<PlanView>('/api/native/plan', { kind: 'reconcile' })).toMatchObject({ steps: [] });
  });

  it('has what is handed over to InfiniDysk in the mount of its rclone, signed in with the password that was made', async () => {
    const port = await portOf('InfiniDysk', 'backend');
    const anonymous = await fetch(`http://127.0.0.1:${port}/content`, { method: 'PROPFIND', headers: { depth: '0' } });
    expect(anonymous.status).toBe(401);
    const mount = at('mnt/debrid/infinidysk');
    expect(mountsUnder(demo.showrunner.dataRoot)).toContain(mount);
    expect(existsSync(join(mount, 'content/tv'))).toBe(true);
    const refused = await fetch(`http://127.0.0.1:${port}/api?mode=version&apikey=guess`);
    expect(refused.status).toBe(401);
  });

  it('tells InfiniDysk where the remote control of its rclone is', async () => {
    // What it has saved is in one of the two, as its database decides.
    const settings = ['db.sqlite', 'db.sqlite-wal']
      .map((name) => readFileSync(at(`infinidysk/${name}`), 'latin1'))
      .join();
    const address = /rclone\.host(http:\/\/127\.0\.0\.1:\d+)/.exec(settings)?.[1] ?? '';
    const answer = await fetch(`${address}/core/version`, { method: 'POST' });
    expect(await answer.json()).toMatchObject({ version: expect.stringMatching(/^v1\./) });
  });

  it('has what is handed over to AltMount in the mount that it makes itself, else where rclone of yours finds it', async () => {
    const port = await portOf('AltMount', 'web');
    const config = readFileSync(at('altmount/config.yaml'), 'utf8');
    const said = (key: string): string => new RegExp(`^\\s*${key}: (\\S+)$`, 'm').exec(config)?.[1] ?? '';
    const add = `mode=addurl&cat=movies&name=http%3A%2F%2Fx%2FFilm.nzb&apikey=${said('key_override')}`;
    const answer = await fetch(`http://127.0.0.1:${port}/sabnzbd/api?${add}`);
    expect(await answer.json()).toMatchObject({ status: true });
    const path = 'movies/Film/Film.mkv';
    const mounts = mountsUnder(demo.showrunner.dataRoot).includes(at('mnt/debrid/altmount'));
    // Whether the account that it runs as may mount is the machine's business; the plan follows it.
    expect(mounts).toBe(said('mount_type') === 'rclone');
    const film = at(`mnt/debrid/altmount/${path}`);
    if (mounts) await waitFor('the film in the mount', () => existsSync(film));
    const authorization = `Basic ${btoa(`usenet:${said('password')}`)}`;
    const served = await fetch(`http://127.0.0.1:${port}/webdav/${path}`, { headers: { authorization } });
    const bytes = mounts ? readFileSync(film) : new Uint8Array(await served.arrayBuffer());
    expect(bytes.length).toBe(256 * 1024);
  });

  it('moves a port, and what refers to it follows', async () => {
    const { revision, document } = await demo.client.document();
    const port = (await portOf('InfiniDysk', 'backend')) + 40;
    const edited = { ...document, infinidysk: { ...document['infinidysk'], backend_port: port } };
    const done = await demo.client.operate({ kind: 'edit', document: edited, basedOn: revision });
    expect(done.problem).toBeUndefined();
    expect(await (await fetch(`http://127.0.0.1:${port}/health`)).text()).toBe('Healthy');
    expect(readFileSync(at('config/rclone.config'), 'utf8')).toContain(`url = http://127.0.0.1:${port}/`);
    expect(await health()).toEqual(processes);
    expect(existsSync(at('mnt/debrid/infinidysk/content/tv'))).toBe(true);
  });

  it('is gone without a trace of processes and mounts once it is switched off', async () => {
    const { revision, document } = await demo.client.document();
    const { instances } = document['rclone'] as { instances: Record<string, object> };
    const off = Object.fromEntries(
      Object.entries(instances).map(([name, entry]) => [name, { ...entry, enabled: false }]),
    );
    const edited = {
      ...document,
      infinidysk: { ...document['infinidysk'], enabled: false },
      altmount: { ...document['altmount'], enabled: false },
      rclone: { ...document['rclone'], instances: off },
    };
    const done = await demo.client.operate({ kind: 'edit', document: edited, basedOn: revision });
    expect(done.problem).toBeUndefined();
    expect(await health()).toEqual([]);
    expect(mountsUnder(demo.showrunner.dataRoot)).toEqual([]);
    expect(await demo.client.post<PlanView>('/api/native/plan', { kind: 'reconcile' })).toMatchObject({ steps: [] });
  });
});

import type { PlanView } from '@showrunner/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bareMachine } from './harness/bare-machine.ts';
import { type Client, rivenProcesses, rivenRequest, signUp } from './harness/client.ts';
import { processesUnder, removeDataRoot, type Showrunner, startShowrunner } from './harness/showrunner.ts';

describe('on a machine without PostgreSQL and without FUSE', () => {
  const change = { kind: 'compose', cores: [rivenRequest.core_services], optionals: rivenRequest.optional_services };
  let showrunner: Showrunner;
  let client: Client;
  let webdav = 0;

  beforeAll(async () => {
    showrunner = await startShowrunner({ args: ['--demo'], launcher: bareMachine() });
    client = await signUp(showrunner.url);
  });

  afterAll(async () => {
    await showrunner.stop();
    expect(processesUnder(showrunner.dataRoot)).toEqual([]);
    removeDataRoot(showrunner.dataRoot);
  });

  it('the plan says that there will be no mount', async () => {
    const plan = await client.post<PlanView>('/api/native/plan', change);
    expect(plan.warnings).toEqual(['Rclone w/ Riven: this machine cannot mount with FUSE, so there is no mount.']);
    const rclone = plan.services.find(({ processName }) => processName === 'Rclone w/ Riven');
    webdav = rclone?.ports.find(({ id }) => id === 'serve')?.port ?? 0;
  });

  it('everything runs all the same, with the PostgreSQL of the npm registry', async () => {
    const answer = await client.call('POST', '/process/start-core-service', rivenRequest);
    expect(answer).toMatchObject({ status: 200, body: { errors: [] } });
    const { services } = await client.stack();
    const healthy = services.filter(({ status }) => status.state === 'running' && status.health === 'healthy');
    expect(healthy.map(({ processName }) => processName).sort()).toEqual([...rivenProcesses].sort());
    expect(services.find(({ processName }) => processName === 'PostgreSQL')?.version).toMatch(/^18\./);
  });

  it('a file that Zurg offers is read through rclone’s own server', async () => {
    const all = `http://127.0.0.1:${webdav}/__all__/`;
    const folder = await firstLink(all, /^\w[^:]*\/$/);
    const file = await fetch(await firstLink(folder, /^\w[^:]*\.(?:mkv|mp4)$/));
    expect((await file.arrayBuffer()).byteLength).toBeGreaterThan(1_000_000);
  });

  it('the same again plans nothing', async () => {
    expect((await client.post<PlanView>('/api/native/plan', change)).steps).toEqual([]);
  });
});

/** The first entry of that kind in a directory page of rclone. */
async function firstLink(url: string, kind: RegExp): Promise<string> {
  const page = await (await fetch(url)).text();
  const targets = [...page.matchAll(/href="([^"]+)"/g)].map(([, target = '']) => target);
  const link = targets.find((target) => kind.test(target));
  if (link === undefined) throw new Error(`There is nothing like ${kind.source} in ${url}: ${targets.join(' ')}`);
  return new URL(link, url).href;
}

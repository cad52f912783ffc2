import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlanView } from '@showrunner/contracts';
import { describe, expect, it } from 'vitest';
import { useDemo } from './harness/demo.ts';

const claim = 'claim-e2e-0123456789';
const request = {
  core_services: [
    { name: 'plex', service_options: { plex: { plex_claim: claim, friendly_name: 'Den & more' } } },
    { name: 'jellyfin' },
    { name: 'emby' },
  ],
  optional_services: ['tautulli'],
};

describe('three media servers and Tautulli on one machine', () => {
  const demo = useDemo();
  const below = (path: string) => join(demo.showrunner.dataRoot, path);

  it('come to healthy from the packages of their vendors, each on a port of its own', async () => {
    const answer = await demo.client.call('POST', '/process/start-core-service', request);
    expect(answer).toMatchObject({ status: 200, body: { errors: [] } });
    const { services } = await demo.client.stack();
    const seen = services.map(({ serviceKey, status, ports }) => [serviceKey, status.health, ports[0]?.port] as const);
    const portOf = (key: string) => seen.find(([name]) => name === key)?.[2] ?? 0;
    const healthy = seen.filter(([, health]) => health === 'healthy').map(([key]) => key);
    expect(healthy.sort()).toEqual(['emby', 'jellyfin', 'plex', 'tautulli']);
    expect(portOf('plex')).toBe(32_400);
    expect(portOf('emby')).not.toBe(portOf('jellyfin'));
    const page = async (key: string, path: string) =>
      await (await fetch(`http://127.0.0.1:${portOf(key)}${path}`)).text();
    expect(await page('plex', '/identity')).toContain('claimed="1"');
    expect(await page('jellyfin', '/System/Info/Public')).toContain('"ProductName":"Jellyfin Server"');
    expect(await page('emby', '/emby/System/Info/Public')).toContain('"ProductName":"Emby Server"');
  });

  it('leave nothing of their packages outside of their own directories', () => {
    expect(existsSync(below('plex/plexmediaserver/Plex Media Server'))).toBe(true);
    expect(existsSync(below('jellyfin/program/lib/jellyfin/bin/jellyfin'))).toBe(true);
    expect(existsSync(below('emby/program/system/EmbyServer'))).toBe(true);
    for (const path of ['plex/plexmediaserver/etc', 'jellyfin/program/etc', 'emby/program/usr', 'usr', 'etc'])
      expect(existsSync(below(path))).toBe(false);
  });

  it('claim Plex with a token that nobody gets to see', async () => {
    const preferences = readFileSync(below('plex/Plex Media Server/Preferences.xml'), 'utf8');
    expect(preferences).toContain('FriendlyName="Den &amp; more"');
    expect(preferences).toMatch(/ PlexOnlineToken="[\w-]{20}"/);
    const { pids, operations } = {
      pids: await demo.client.pids(),
      operations: await demo.client.get('/api/native/operations'),
    };
    expect(readFileSync(`/proc/${pids['Plex Media Server']}/cmdline`, 'utf8')).not.toContain('claim');
    expect(readFileSync(`/proc/${pids['Plex Media Server']}/environ`, 'utf8')).not.toContain(claim);
    expect(JSON.stringify(operations)).not.toContain(claim);
    expect(demo.showrunner.output()).not.toContain(claim);
    expect(readFileSync(below('plex/Plex Media Server/Logs/Plex Media Server.log'), 'utf8')).not.toContain(claim);
  });

  it('are known to Tautulli, which Plex lets in', async () => {
    const text = readFileSync(below('tautulli/data/config.ini'), 'utf8');
    const key = /^api_key = (\S+)$/m.exec(text)?.[1] ?? '';
    const { services } = await demo.client.stack();
    const port = services.find(({ serviceKey }) => serviceKey === 'tautulli')?.ports[0]?.port;
    const answer = await fetch(`http://127.0.0.1:${port}/api/v2?apikey=${key}&cmd=server_status`);
    expect(await answer.json()).toMatchObject({ response: { data: { connected: true } } });
  });

  it('are not touched when they are asked for again', async () => {
    const before = await demo.client.pids();
    const plan = await demo.client.post<PlanView>('/api/native/plan', {
      kind: 'compose',
      cores: request.core_services,
      optionals: request.optional_services,
    });
    expect(plan.steps).toEqual([]);
    expect(await demo.client.call('POST', '/process/start-core-service', request)).toMatchObject({ status: 200 });
    expect(await demo.client.pids()).toEqual(before);
  });
});

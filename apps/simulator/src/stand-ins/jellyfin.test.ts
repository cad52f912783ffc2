import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findFreePort } from '../testing/free-port.ts';
import { connectJellyfin } from '../testing/jellyfin-client.ts';
import { runStandIn } from '../testing/run-program.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jellyfin-'));
  await mkdir(join(folder, 'web'));
  await writeFile(join(folder, 'web/index.html'), '<!doctype html>');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const start = (more: readonly string[] = []) =>
  runStandIn('jellyfin', {
    args: [
      ...['data', 'config', 'cache', 'log'].flatMap((name) => [`--${name}dir`, join(folder, name)]),
      '--webdir',
      join(folder, 'web'),
      '--ffmpeg',
      '/bin/true',
      ...more,
    ],
  });
const configure = async (network: string): Promise<void> => {
  await mkdir(join(folder, 'config'), { recursive: true });
  await writeFile(join(folder, 'config/network.xml'), network);
};
const onPort = (port: number): Promise<void> =>
  configure(`<NetworkConfiguration><InternalHttpPort>${port}</InternalHttpPort></NetworkConfiguration>`);

describe('stand-in of Jellyfin', () => {
  it('takes the port of its file, and is set up and used by the published client', async () => {
    const port = await findFreePort();
    await onPort(port);
    await using jellyfin = start();
    await jellyfin.whenSaid('Startup complete');
    const url = `http://127.0.0.1:${port}`;
    expect(await (await fetch(`${url}/health`)).text()).toBe('Healthy');

    const stranger = connectJellyfin(url);
    const before = (await stranger.system.getPublicSystemInfo()).data;
    expect(before).toMatchObject({ ProductName: 'Jellyfin Server', StartupWizardCompleted: false });
    const steps = stranger.startup;
    await steps.updateInitialConfiguration({
      startupConfigurationDto: { UICulture: 'de', MetadataCountryCode: 'DE', PreferredMetadataLanguage: 'de' },
    });
    await steps.getFirstUser();
    await steps.updateStartupUser({ startupUserDto: { Name: 'ada', Password: 'lovelace' } });
    await steps.completeWizard();
    expect((await stranger.system.getPublicSystemInfo()).data.StartupWizardCompleted).toBe(true);
    const denied = { response: { status: 401 } };
    await expect(steps.getFirstUser()).rejects.toMatchObject(denied);
    await expect(stranger.system.getSystemInfo()).rejects.toMatchObject(denied);

    const login = (Pw: string) =>
      stranger.authentication.authenticateUserByName({ authenticateUserByName: { Username: 'ada', Pw } });
    await expect(login('wrong')).rejects.toMatchObject(denied);
    const mine = connectJellyfin(url, (await login('lovelace')).data.AccessToken);
    expect((await mine.system.getSystemInfo()).data.Id).toBe(before.Id);
    const library = { name: 'Films', collectionType: 'movies', refreshLibrary: false };
    await expect(mine.libraries.addVirtualFolder({ ...library, paths: [join(folder, 'none')] })).rejects.toMatchObject({
      response: { status: 404 },
    });
    await mine.libraries.addVirtualFolder({ ...library, paths: [folder] });
    expect((await mine.libraries.getVirtualFolders()).data).toMatchObject([
      { Name: 'Films', CollectionType: 'movies', Locations: [folder] },
    ]);
    await mine.authentication.createKey({ app: 'Showrunner' });
    const key = (await mine.authentication.getKeys()).data.Items[0];
    expect(key).toMatchObject({ AppName: 'Showrunner' });
    const withKey = await fetch(`${url}/System/Info`, { headers: { 'x-emby-token': key?.AccessToken ?? '' } });
    expect(withKey.status).toBe(200);
  });

  it('remembers what it was told, and logs in the file of the day', async () => {
    const port = await findFreePort();
    await onPort(port);
    for (let round = 0; round < 2; round++) {
      await using jellyfin = start();
      await jellyfin.whenSaid('Startup complete');
      const post = (path: string, body = {}) =>
        fetch(`http://127.0.0.1:${port}${path}`, {
          method: 'POST',
          body: JSON.stringify(body),
          headers: { 'content-type': 'application/json' },
        });
      expect((await post('/Startup/User', { Name: 'ada' })).status).toBe(round === 0 ? 204 : 401);
      expect((await post('/Startup/Complete')).status).toBe(round === 0 ? 204 : 401);
    }
    const [log] = await readdir(join(folder, 'log'));
    expect(log).toMatch(/^log_\d{8}\.log$/);
    expect(await readFile(join(folder, 'log', log ?? ''), 'utf8')).toMatch(/ \[INF\] \[1\] Main: Startup complete/);
  });

  it('refuses an option that it does not know, a missing web client and a port that is taken', async () => {
    const port = await findFreePort();
    await onPort(port);
    await using wrong = start(['--nonsense', 'x']);
    expect(await wrong.whenEnded()).toBe(1);
    await using first = start();
    await first.whenSaid('Startup complete');
    await using second = start();
    expect(await second.whenEnded()).toBe(1);
    expect(second.output()).toContain('[FTL] [1] Main: Error while starting server: Failed to bind');
    await rm(join(folder, 'web/index.html'));
    await using third = start();
    expect(await third.whenEnded()).toBe(1);
    expect(third.output()).toContain('content directory is either invalid or empty');
  });

  it('says that it cannot read its network file, and refuses a port that is none', async () => {
    await configure('<NetworkConfiguration><InternalHttpPort>none</InternalHttpPort></NetworkConfiguration>');
    await using none = start();
    expect(await none.whenEnded()).toBe(1);
    expect(existsSync(join(folder, 'config/system.xml'))).toBe(false);
  });
});

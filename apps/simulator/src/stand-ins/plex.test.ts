import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findFreePort } from '../testing/free-port.ts';
import { runStandIn } from '../testing/run-program.ts';

let folder: string;
let port: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plex-'));
  port = await findFreePort();
  await mkdir(join(folder, 'home'));
  await mkdir(join(folder, 'Plex Media Server'));
  await writeFile(join(folder, 'home/Plex Media Server'), '');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const start = (env: Record<string, string> = {}) =>
  runStandIn('plex', {
    env: {
      PLEX_MEDIA_SERVER_APPLICATION_SUPPORT_DIR: folder,
      PLEX_MEDIA_SERVER_HOME: join(folder, 'home'),
      SIMULATOR_PLEX_PORT: String(port),
      ...env,
    },
  });
const file = (name: string) => join(folder, 'Plex Media Server', name);
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`http://127.0.0.1:${port}${path}`, { headers, method });

describe('stand-in of Plex', () => {
  it('says who it is, and asks for the token once it has an account', async () => {
    await writeFile(
      file('Preferences.xml'),
      '<?xml version="1.0"?>\n<Preferences FriendlyName="a &amp; b" PlexOnlineToken="t" MachineIdentifier="m"/>\n',
    );
    await using plex = start();
    await plex.whenSaid('listening on port');
    const identity = await (await ask('/identity')).text();
    expect(identity).toMatch(/<MediaContainer size="0".* claimed="1" machineIdentifier="[0-9a-f]{40}"/);
    expect((await ask('/library/sections')).status).toBe(401);
    const mine = { 'x-plex-token': 't' };
    expect(await (await ask('/', mine)).text()).toContain('friendlyName="a &amp; b"');
    expect((await ask(`/library/sections?name=Films&type=movie&location=/none/x`, mine, 'POST')).status).toBe(400);
    expect((await ask(`/library/sections?name=Films&type=movie&location=${folder}`, mine, 'POST')).status).toBe(201);
    expect(await (await ask('/library/sections', { ...mine, accept: 'application/json' })).json()).toMatchObject({
      MediaContainer: { size: '1', Directory: [{ title: 'Films', path: folder }] },
    });
  });

  it('writes over its file when it ends, and takes its number away', async () => {
    {
      await using plex = start();
      await plex.whenSaid('listening on port');
      await ask('/:/prefs?autoEmptyTrash=0', {}, 'PUT');
      expect(existsSync(file('plexmediaserver.pid'))).toBe(true);
      await writeFile(file('Preferences.xml'), '<Preferences FriendlyName="while it runs"/>');
    }
    const text = await readFile(file('Preferences.xml'), 'utf8');
    expect(text).toMatch(/ autoEmptyTrash="0"/);
    expect(text).not.toContain('while it runs');
    expect(existsSync(file('plexmediaserver.pid'))).toBe(false);
    expect(await readFile(file('Logs/Plex Media Server.log'), 'utf8')).toMatch(
      /^[A-Z][a-z]{2} \d\d, \d{4} [\d:.]{12} \[\d+\] INFO - Plex Media Server v/,
    );
  });

  it('refuses a file that it cannot read, a home without program, and a second one of itself', async () => {
    await using homeless = start({ PLEX_MEDIA_SERVER_HOME: join(folder, 'none') });
    expect(await homeless.whenEnded()).toBe(1);
    await using first = start();
    await first.whenSaid('listening on port');
    await using second = start();
    expect([await second.whenEnded(), second.output()]).toEqual([1, expect.stringContaining('is running')]);
    await first[Symbol.asyncDispose]();
    await writeFile(file('plexmediaserver.pid'), '999999999');
    await writeFile(file('Preferences.xml'), '<Preferences a="1');
    await using broken = start();
    expect([await broken.whenEnded(), broken.output()]).toEqual([1, expect.stringContaining('cannot be parsed')]);
  });
});

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findFreePort } from '../testing/free-port.ts';
import { runStandIn } from '../testing/run-program.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'emby-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const start = (...more: readonly string[]) => {
  const tools = ['ffdetect', 'ffmpeg', 'ffprobe'].flatMap((name) => [`-${name}`, '/bin/true']);
  return runStandIn('emby', { args: ['-programdata', folder, ...tools, '-restartexitcode', '3', ...more] });
};
const configure = async (text: string): Promise<void> => {
  await mkdir(join(folder, 'config'), { recursive: true });
  await writeFile(join(folder, 'config/system.xml'), text);
};

describe('stand-in of Emby', () => {
  it('takes the port of its file and answers below /emby and without it', async () => {
    const port = await findFreePort();
    await configure(
      `<ServerConfiguration>\n  <HttpServerPortNumber>${port}</HttpServerPortNumber>\n  <ServerName>den</ServerName>\n</ServerConfiguration>\n`,
    );
    await using emby = start();
    await emby.whenSaid('Core startup complete');
    const ask = async (path: string, init: RequestInit = {}) => await fetch(`http://127.0.0.1:${port}${path}`, init);
    expect(await (await ask('/emby/System/Ping')).text()).toBe('Emby Server');
    for (const path of ['/emby/System/Info/Public', '/System/Info/Public'])
      expect(await (await ask(path)).json()).toMatchObject({ ServerName: 'den', StartupWizardCompleted: false });
    expect((await ask('/emby/Nothing')).status).toBe(404);
    expect((await ask('/emby/System/Info')).status).toBe(401);

    const login = { method: 'POST', body: JSON.stringify({ Username: 'ada', Pw: 'x' }) };
    await ask('/emby/Startup/User', { method: 'POST', body: JSON.stringify({ Name: 'ada', Password: 'x' }) });
    await ask('/emby/Startup/Complete', { method: 'POST' });
    expect(await readFile(join(folder, 'config/system.xml'), 'utf8')).toContain(
      '<IsStartupWizardCompleted>true</IsStartupWizardCompleted>',
    );
    expect((await ask('/emby/Users/AuthenticateByName', login)).status).toBe(400);
    const authorization = 'Emby Client="Showrunner", Device="test", DeviceId="1", Version="1"';
    const answer = await ask('/emby/Users/AuthenticateByName', { ...login, headers: { authorization } });
    const { AccessToken } = (await answer.json()) as { AccessToken: string };
    expect((await ask('/emby/System/Info', { headers: { 'x-emby-token': AccessToken } })).status).toBe(200);
  });

  it('keeps the log of the run before beside the new one', async () => {
    const port = await findFreePort();
    await configure(`<ServerConfiguration><HttpServerPortNumber>${port}</HttpServerPortNumber></ServerConfiguration>`);
    for (let round = 0; round < 2; round++) {
      await using emby = start();
      await emby.whenSaid('Core startup complete');
    }
    const logs = (await readdir(join(folder, 'logs'))).sort();
    expect(logs).toEqual([expect.stringMatching(/^embyserver-\d+\.txt$/), 'embyserver.txt']);
    expect(await readFile(join(folder, 'logs/embyserver.txt'), 'utf8')).toMatch(/ Info App: Core startup complete\n/);
  });

  it('refuses an option that it does not know, and a file that it cannot read', async () => {
    await using wrong = start('-port', '1');
    expect([await wrong.whenEnded(), wrong.output()]).toEqual([1, 'Unknown option: -port\n']);
    await configure('<ServerConfiguration><HttpServerPortNumber>');
    await using broken = start();
    expect(await broken.whenEnded()).toBe(1);
    expect(broken.output()).toContain('There is an error in the XML document');
  });
});

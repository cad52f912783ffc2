import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Problem } from '@showrunner/contracts';
import type { HttpRequest, HttpResponse } from '@showrunner/platform';
import { createFakeFiles } from '@showrunner/platform/fakes';
import { createHookContext } from '../../stand-in-kit/hook-context.ts';
import { preparePreferences } from './prepare-preferences.ts';
import { readPreferences } from '../../families/media-server/plex-preferences.ts';

const path = '/plex/Plex Media Server/Preferences.xml';
const pidFile = '/plex/Plex Media Server/plexmediaserver.pid';
const machine = '0123456789abcdef0123456789abcdef';
const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
const granted = '<response><authentication-token>online-token</authentication-token></response>';

async function run(
  entry: Record<string, string>,
  options: { text?: string; answer?: Partial<HttpResponse> | Error } = {},
) {
  const files = createFakeFiles();
  if (options.text !== undefined) await files.write(path, options.text);
  await files.write(pidFile, '1');
  const requests: HttpRequest[] = [];
  const ctx = createHookContext({
    entry,
    values: { config_file: path, machine, pid_file: pidFile },
    files,
    http: (request) => {
      requests.push(request);
      if (options.answer instanceof Error) throw options.answer;
      return { status: 200, headers: {}, body: granted, truncated: false, ...options.answer };
    },
  });
  expect(await preparePreferences(ctx)).toBe('done');
  const text = (await files.readText(path)) ?? '';
  return { text, attributes: readPreferences(text) ?? new Map(), requests, lines: ctx.lines.join('\n'), files };
}

describe('the settings of Plex', () => {
  it('get the name and the account, and keep everything else', async () => {
    const entry = { friendly_name: 'Films <&> "more"', plex_claim: 'claim-abc' };
    const { text, requests, files } = await run(entry, { text: fixture('Preferences.before.xml') });
    expect(text).toBe(fixture('Preferences.after.xml'));
    expect(requests).toMatchObject([{ url: 'https://plex.tv/api/claim/exchange?token=claim-abc', method: 'POST' }]);
    expect(requests[0]?.headers?.['X-Plex-Client-Identifier']).toMatch(/^[0-9a-f]{40}$/);
    expect(await files.facts(pidFile)).toBeUndefined();
    expect(await files.facts(path)).toMatchObject({ mode: 0o600 });
  });

  it('of a new server name a machine that stays the same', async () => {
    const first = await run({ plex_claim: 'claim-abc' });
    expect(first.attributes.get('MachineIdentifier')).toBe('01234567-89ab-4def-8123-456789abcdef');
    expect((await run({ plex_claim: 'claim-new' })).text).toBe(first.text);
  });

  it('of a claimed server are not claimed again, however its account is written', async () => {
    const text = '<Preferences PlexOnlineToken="mine" FriendlyName="x"/>';
    const { requests, text: after } = await run({ plex_claim: 'claim-abc', friendly_name: 'x' }, { text });
    expect(requests).toEqual([]);
    expect(after).toBe(text);
  });

  it('are left to Plex where nothing is asked for', async () => {
    const { text, requests } = await run({ plex_claim: '', friendly_name: ' ' }, { text: '<Preferences a="1"/>' });
    expect(text).toBe('<Preferences a="1"/>');
    expect(requests).toEqual([]);
  });

  it.each([
    [{ status: 422, body: '<errors/>' }, 'did not take the claim token'],
    [{ status: 200, body: '<response/>' }, 'did not take the claim token'],
    [new Problem('source.unreachable', 'No answer'), 'could not be reached'],
  ])('say that a claim has failed, and let Plex start (%#)', async (answer, message) => {
    const { attributes, lines } = await run({ plex_claim: 'claim-old', friendly_name: 'Home' }, { answer });
    expect(attributes.get('FriendlyName')).toBe('Home');
    expect(attributes.has('PlexOnlineToken')).toBe(false);
    expect(lines).toContain(message);
    expect(lines).not.toContain('claim-old');
  });

  it('are not overwritten where Plex could not read them', async () => {
    await expect(run({ friendly_name: 'x' }, { text: '<Preferences a="1' })).rejects.toMatchObject({
      code: 'file.unreadable',
    });
  });
});

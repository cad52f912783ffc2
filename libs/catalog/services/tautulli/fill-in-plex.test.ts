import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Problem } from '@showrunner/contracts';
import { createFakeFiles } from '@showrunner/platform/fakes';
import { createHookContext } from '../../stand-in-kit/hook-context.ts';
import { fillInPlex } from './fill-in-plex.ts';

const path = '/tautulli/data/config.ini';
const preferences = '/plex/Plex Media Server/Preferences.xml';
const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
const identity = '<MediaContainer size="0" claimed="1" machineIdentifier="abc123" version="1"/>';

async function run(
  values: Record<string, string>,
  options: { text?: string; plex?: string; answer?: Error } = {},
): Promise<{ text: string | undefined; lines: string; asked: readonly string[] }> {
  const files = createFakeFiles();
  if (options.text !== undefined) await files.write(path, options.text);
  if (options.plex !== undefined) await files.write(preferences, options.plex);
  const asked: string[] = [];
  const ctx = createHookContext({
    values: {
      config_file: path,
      plex_enabled: 'true',
      plex_url: 'http://127.0.0.1:32400',
      plex_name: 'Den, "more"',
      plex_preferences: preferences,
      address: '',
      token: '',
      ...values,
    },
    files,
    http: ({ url }) => {
      asked.push(url);
      if (options.answer) throw options.answer;
      return { status: 200, headers: {}, body: identity, truncated: false };
    },
  });
  await fillInPlex(ctx);
  return { text: await files.readText(path), lines: ctx.lines.join('\n'), asked };
}

describe('what Tautulli is told of Plex', () => {
  it('fills in what is blank, and keeps what is there', async () => {
    const plex = '<Preferences PlexOnlineToken="online" MachineIdentifier="uuid" ProcessedMachineIdentifier="other"/>';
    const { text } = await run({}, { text: fixture('config.before.ini'), plex });
    expect(text).toBe(fixture('config.after.ini'));
    expect((await run({}, { text: text ?? '', plex })).text).toBe(text);
  });

  it('is the whole of it before the first start, with the token of the person', async () => {
    const { text } = await run({ token: 'mine', plex_name: 'Den' });
    expect(text).toBe(
      '[PMS]\npms_token = mine\npms_url = http://127.0.0.1:32400\npms_url_manual = 1\npms_name = Den\npms_ip = 127.0.0.1\npms_port = 32400\npms_identifier = abc123\n',
    );
  });

  it('is another server where the general settings name one', async () => {
    const { text, asked } = await run({ address: 'https://plex.example:444/x', token: 't', plex_enabled: 'false' });
    expect(asked).toEqual(['https://plex.example:444/identity']);
    for (const line of ['pms_url = https://plex.example:444', 'pms_ip = plex.example', 'pms_port = 444', 'pms_ssl = 1'])
      expect(text).toContain(`${line}\n`);
  });

  it('is nothing where there is no Plex, or only an address that is none', async () => {
    expect((await run({ plex_enabled: 'false' })).text).toBeUndefined();
    const { text, lines } = await run({ plex_enabled: 'false', address: 'plex:32400' });
    expect(text).toBeUndefined();
    expect(lines).toContain('must be like');
  });

  it('does not wait for an address that does not answer', async () => {
    const { text, lines } = await run({ token: 't' }, { answer: new Problem('source.unreachable', 'no') });
    expect(text).not.toContain('pms_identifier');
    expect(lines).toContain('did not answer');
    expect(lines).not.toContain('pms_token');
  });

  it('takes an HTTP root out, with which the web server would not start', async () => {
    const { text, lines } = await run({ plex_enabled: 'false' }, { text: '[General]\nhttp_root = /wrong root\n' });
    expect(text).toBe('[General]\nhttp_root = ""\n');
    expect(lines).toContain('HTTP root');
  });
});

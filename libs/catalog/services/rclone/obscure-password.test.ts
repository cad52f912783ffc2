import { createFakeFiles } from '@showrunner/platform/fakes';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createHookContext } from '../../stand-in-kit/hook-context.ts';
import { obscurePassword } from './obscure-password.ts';

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
const path = '/config/rclone.config';
const values = { artifact: '/none', config_file: path, section: 'riven', zurg_user: 'me', zurg_password: 'secret' };
const entry = { key_type: 'realdebrid', zurg_enabled: true, decypharr_enabled: false };

/** As rclone does it: obscured text is not the same twice. */
function createRclone() {
  const calls: (readonly string[])[] = [];
  const exec = async (argv: readonly string[], options: { stdin?: string } | undefined) => {
    calls.push(argv);
    if (argv[1] === 'reveal') return { stdout: `${String(argv[2]).split('#')[0]}\n` };
    return { stdout: `${options?.stdin}#${calls.length}\n` };
  };
  return { calls, exec };
}

async function run(text: string, more: { entry?: object; values?: object } = {}) {
  const files = createFakeFiles();
  await files.write(path, text);
  const rclone = createRclone();
  await obscurePassword(
    createHookContext({
      entry: { ...entry, ...more.entry },
      values: { ...values, ...more.values },
      files,
      exec: rclone.exec,
    }),
  );
  return { text: await files.readText(path), calls: rclone.calls };
}

describe('obscure-password', () => {
  it('adds the password to its section and leaves every other line', async () => {
    const { text, calls } = await run(fixture('rclone.before.ini'));
    expect(text).toBe(fixture('rclone.after.ini'));
    expect(calls).toEqual([['rclone', 'obscure', '-']]);
  });

  it('changes nothing when the stored password is the wanted one', async () => {
    const { text, calls } = await run(fixture('rclone.after.ini'));
    expect(text).toBe(fixture('rclone.after.ini'));
    expect(calls).toEqual([['rclone', 'reveal', 'secret#1']]);
  });

  it('takes the password out when Zurg wants none', async () => {
    const { text } = await run(fixture('rclone.after.ini'), { values: { zurg_user: '' } });
    expect(text).toBe(fixture('rclone.before.ini'));
  });

  it('takes the password of InfiniDysk: the one of its entry, else the one that was made for it', async () => {
    const infinidysk = { key_type: 'infinidysk', zurg_enabled: false };
    const given = { infinidysk_password: 'mine', infinidysk_secret: 'made' };
    const before = '[riven]\ntype = webdav\n';
    expect((await run(before, { entry: infinidysk, values: given })).text).toBe(`${before}pass = mine#1\n`);
    const made = { ...given, infinidysk_password: '' };
    expect((await run(before, { entry: infinidysk, values: made })).text).toBe(`${before}pass = made#1\n`);
  });

  it.each([
    ['realdebrid', { password: 'p' }, 'pass = p#1'],
    ['Premiumize', { api_key: 'k' }, 'pass = k#1'],
    ['alldebrid', {}, 'pass = eeeee#1'],
  ])('knows what %s takes as password', async (key_type, more, line) => {
    const { text } = await run('[riven]\ntype = webdav\n', { entry: { key_type, zurg_enabled: false, ...more } });
    expect(text).toBe(`[riven]\ntype = webdav\n${line}\n`);
  });
});

import { createFakeFiles } from '@showrunner/platform/fakes';
import { describe, expect, it } from 'vitest';
import { createHookContext } from '../../stand-in-kit/hook-context.ts';
import { useOverrides } from './use-overrides.ts';

const values = {
  own_program: '/config/zurg',
  own_config: '/config/config.yml',
  program: '/zurg/RD/Riven/zurg',
  config_file: '/zurg/RD/Riven/config.yml',
};
const present = 'zurg: v1\ntoken: K1\nhost: 127.0.0.1\nport: 9091\nconcurrent_workers: 32\n';

async function filesWith(own: Readonly<Record<string, string>>) {
  const files = createFakeFiles();
  await files.write(values.program, 'downloaded', { mode: 0o755 });
  await files.write(values.config_file, present, { mode: 0o600 });
  for (const [path, text] of Object.entries(own)) await files.write(path, text);
  return files;
}

describe('use-overrides', () => {
  it('changes nothing where somebody has neither', async () => {
    const files = await filesWith({});
    const before = files.snapshot('/');
    const ctx = createHookContext({ values, files });
    await useOverrides(ctx);
    expect(files.snapshot('/')).toEqual(before);
    expect(ctx.lines).toEqual([]);
  });

  it('takes everything of the configuration but what tells instances apart, and keeps its mode', async () => {
    const own = '# mine\nzurg: v1\ntoken: theirs\nport: 1234\nconcurrent_workers: 8\ndirectories:\n  port: kept\n';
    const files = await filesWith({ '/config/config.yml': own });
    const ctx = createHookContext({ values, files });
    await useOverrides(ctx);
    await useOverrides(ctx);
    expect(await files.readText(values.config_file)).toBe(
      '# mine\nzurg: v1\ntoken: K1\nhost: 127.0.0.1\nport: 9091\nconcurrent_workers: 8\ndirectories:\n  port: kept\n',
    );
    expect((await files.facts(values.config_file))?.mode).toBe(0o600);
    expect(ctx.lines).toHaveLength(1);
  });

  it('takes the program, ready to run, and only once', async () => {
    const files = await filesWith({ '/config/zurg': 'built by hand' });
    const ctx = createHookContext({ values, files });
    await useOverrides(ctx);
    await useOverrides(ctx);
    expect(await files.readText(values.program)).toBe('built by hand');
    expect((await files.facts(values.program))?.mode).toBe(0o755);
    expect(ctx.lines).toHaveLength(1);
  });
});

import { createFakeFiles } from '@showrunner/platform/fakes';
import { describe, expect, it } from 'vitest';
import { createHookContext } from '../stand-in-kit/hook-context.ts';
import { copyEnv } from './copy-env.ts';

const values = { source: '/data/.env', destination: '/src/.env' };

describe('copy-env', () => {
  it('copies the file where there is one', async () => {
    const files = createFakeFiles();
    await files.write('/data/.env', 'A=1\n');
    const context = createHookContext({ values, files });
    await copyEnv(context);
    expect(await files.readText('/src/.env')).toBe('A=1\n');
    expect((await files.facts('/src/.env'))?.mode).toBe(0o600);
    expect(context.lines).toEqual(['Copied /data/.env to /src/.env.']);
  });

  it('does nothing without one, and nothing twice', async () => {
    const files = createFakeFiles();
    await copyEnv(createHookContext({ values, files }));
    expect(await files.facts('/src/.env')).toBeUndefined();
    await files.write('/data/.env', 'A=1\n');
    await files.write('/src/.env', 'A=1\n');
    const again = createHookContext({ values, files });
    await copyEnv(again);
    expect(again.lines).toEqual([]);
  });
});

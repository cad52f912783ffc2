import { describe, expect, it } from 'vitest';
import type { PlannedFile } from '@showrunner/planner';
import { createWorld } from '../testing/world.ts';

const signal = new AbortController().signal;
const path = '/data/zurg/config.yml';
const config: PlannedFile = {
  path,
  format: 'yaml',
  seed: '# seed\n',
  mode: 0o600,
  ops: [
    { op: 'set', at: ['token'], value: 'k', secret: true },
    { op: 'set', at: ['port'], value: 9090 },
    { op: 'set-default', at: ['host'], value: '127.0.0.1' },
    { op: 'remove', at: ['username'] },
    { op: 'set', at: ['theme'], value: 'dark', mode: 'seed' },
  ],
};

async function written() {
  const { files, installer } = createWorld();
  const result = await installer.writeFiles([{ path: '/data/zurg/logs', mode: 0o755 }], [config], { signal });
  const states = async () =>
    Object.fromEntries(
      await Promise.all(result.written.map(async (mark) => [mark.path, await installer.inspectPath(mark)] as const)),
    );
  return { files, installer, result, states };
}

describe('what was written', () => {
  it('is intact until somebody touches it, and its mark holds no secret', async () => {
    const { result, states } = await written();
    expect(await states()).toEqual({ '/data/zurg/logs': 'intact', [path]: 'intact' });
    expect(JSON.stringify(result.written)).not.toContain('"k"');
  });

  it.each([
    ['a key of the user', 'token: k\nport: 9090\nhost: 127.0.0.1\nmine: 1\n', 'intact'],
    ['another spelling', 'port: "9090"\ntoken: k\n', 'intact'],
    ['a default that the user has changed', 'token: k\nport: 9090\nhost: 0.0.0.0\ntheme: light\n', 'intact'],
    ['another value of ours', 'token: k\nport: 9091\n', 'altered'],
    ['a key that we take out', 'token: k\nport: 9090\nusername: me\n', 'altered'],
    ['nothing at all', '', 'altered'],
    ['what is no YAML', 'token: [k\nport: 1\n', 'unreadable'],
  ])('with %s is seen as what it is', async (_what, text, state) => {
    const { files, states } = await written();
    await files.write(path, text);
    expect((await states())[path]).toBe(state);
  });

  it('is missing when it was deleted', async () => {
    const { files, states } = await written();
    await files.remove('/data/zurg', { recursive: true });
    expect(await states()).toEqual({ '/data/zurg/logs': 'missing', [path]: 'missing' });
  });
});

describe('a directory in the place of a file', () => {
  it('is seen as something that cannot be read, and hinders no look at the rest', async () => {
    const { files, states } = await written();
    await files.remove(path);
    await files.makeDirectory(path);
    expect(await states()).toEqual({ '/data/zurg/logs': 'intact', [path]: 'unreadable' });
  });
});

describe('a file that cannot be read', () => {
  const broken = 'token: [k\nport: 1\n';

  it('is kept under another name where the plan says so, and put back by undo', async () => {
    const { files, installer } = await written();
    await files.write(path, broken);
    const again = await installer.writeFiles([], [{ ...config, setAside: true }], { signal });
    expect(again.setAside).toEqual([`${path}.unreadable`]);
    expect(await files.readText(`${path}.unreadable`)).toBe(broken);
    expect(await files.readText(path)).toContain('token: k');
    await again.undo();
    expect(await files.readText(path)).toBe(broken);
    expect(await files.facts(`${path}.unreadable`)).toBeUndefined();
  });

  it('stays where it is once somebody has mended it', async () => {
    const { files, installer } = await written();
    await files.write(path, 'mine: 1\n');
    const again = await installer.writeFiles([], [{ ...config, setAside: true }], { signal });
    expect(again.setAside).toEqual([]);
    expect(await files.readText(path)).toContain('mine: 1');
  });
});

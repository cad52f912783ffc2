import { describe, expect, it } from 'vitest';
import type { PlannedFile } from '@showrunner/planner';
import { createWorld } from '../testing/world.ts';

const signal = new AbortController().signal;
const json = (path: string, changes: Partial<PlannedFile> = {}): PlannedFile => ({
  path,
  format: 'json',
  seed: '',
  mode: 0o600,
  ops: [{ op: 'set', at: ['port'], value: 1 }],
  ...changes,
});

describe('writing configuration files', () => {
  it('makes directories and files with their modes and owners, and undoes all of it', async () => {
    const { files, installer } = createWorld();
    const owner = { uid: 7, gid: 8 };
    const directories = [{ path: '/data/riven/data', mode: 0o700, owner }];
    const planned = [json('/data/riven/data/settings.json', { owner }), json('/data/config/server.json')];
    const written = await installer.writeFiles(directories, planned, { signal });
    expect(written.changed).toEqual(planned.map((file) => file.path));
    expect(await files.facts('/data/riven/data')).toMatchObject({ mode: 0o700, owner });
    expect(await files.facts('/data/riven')).toMatchObject({ mode: 0o755 });
    expect(await files.facts('/data/riven/data/settings.json')).toMatchObject({ mode: 0o600, owner });
    await written.undo();
    expect(Object.keys(files.snapshot())).toEqual([]);
  });

  it('keeps mode and owner of a file that is there, and restores its content', async () => {
    const { files, installer } = createWorld();
    const owner = { uid: 5, gid: 5 };
    await files.write('/data/a.json', '{"mine": true}', { mode: 0o644, owner });
    const written = await installer.writeFiles([], [json('/data/a.json')], { signal });
    expect(await files.facts('/data/a.json')).toMatchObject({ mode: 0o644, owner });
    await written.undo();
    expect(await files.readText('/data/a.json')).toBe('{"mine": true}');
    expect(await files.facts('/data/a.json')).toMatchObject({ mode: 0o644, owner });
  });

  it('reports nothing the second time', async () => {
    const { installer } = createWorld();
    await installer.writeFiles([], [json('/data/a.json')], { signal });
    expect((await installer.writeFiles([], [json('/data/a.json')], { signal })).changed).toEqual([]);
  });

  it('takes back the first file when the second cannot be read', async () => {
    const { files, installer } = createWorld();
    await files.write('/data/b.json', '{');
    const attempt = installer.writeFiles([], [json('/data/a.json'), json('/data/b.json')], { signal });
    await expect(attempt).rejects.toMatchObject({ code: 'file.unreadable' });
    expect(Object.keys(files.snapshot('/data'))).toEqual(['/data', '/data/b.json']);
  });

  it('does not follow a link out of its roots', async () => {
    const { files, installer } = createWorld();
    await files.write('/data/zurg/x', '');
    for (const [name, target] of [
      ['a', '/etc/shadow'],
      ['b', '../../etc/shadow'],
    ] as const) {
      await files.symlink(target, `/data/zurg/${name}.json`);
      const attempt = installer.writeFiles([], [json(`/data/zurg/${name}.json`)], { signal });
      await expect(attempt).rejects.toMatchObject({ code: 'path.forbidden' });
    }
  });

  it('writes nothing at all when one path is forbidden', async () => {
    const { files, installer } = createWorld();
    const attempt = installer.writeFiles([], [json('/data/a.json'), json('/etc/b.json')], { signal });
    await expect(attempt).rejects.toMatchObject({ code: 'path.forbidden' });
    expect(files.snapshot()).toEqual({});
  });
});

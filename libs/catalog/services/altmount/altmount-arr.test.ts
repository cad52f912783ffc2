import { describe, expect, it } from 'vitest';
import yaml from 'yaml';
import { createConnectionContext } from '../../stand-in-kit/connection-context.ts';
import { altmountArr } from './altmount-arr.ts';

const path = '/altmount/config.yaml';
const values = { config_file: path, arr_url: 'http://127.0.0.1:8989', arr_key: 'k', category: 'tv' };
const peer = { serviceKey: 'sonarr', instance: 'TV 4K', processName: 'Sonarr TV 4K' };
const ours = { name: 'sonarr:TV 4K', url: 'http://127.0.0.1:8989', api_key: 'k', category: 'tv', enabled: true };
const before = `# mine
arrs:
  enabled: true
  sonarr_instances:
    - name: mine # of the attic
      url: http://nas:8989
      api_key: secret
      enabled: false
mount_path: /mnt
`;

async function world(text: string | undefined = before) {
  const context = createConnectionContext({ values, peer });
  if (text !== undefined) await context.files.write(path, text);
  const list = async () =>
    (yaml.parse((await context.files.readText(path)) ?? '') as { arrs: { sonarr_instances: unknown[] } }).arrs
      .sonarr_instances;
  return { context, list, text: () => context.files.readText(path) };
}

describe('altmount-arr', () => {
  it('adds the Arr beside those of a person, for the program alone to read, and has it read', async () => {
    const { context, list, text } = await world();
    expect(await altmountArr.connect(context)).toBe('restart-self');
    expect(await list()).toEqual([expect.objectContaining({ name: 'mine', api_key: 'secret', enabled: false }), ours]);
    for (const kept of ['# mine', '# of the attic', 'mount_path: /mnt']) expect(await text()).toContain(kept);
    expect((await context.files.facts(path))?.mode).toBe(0o600);
  });

  it('starts nothing again where nothing has changed', async () => {
    const { context, text } = await world();
    await altmountArr.connect(context);
    const first = await text();
    expect(await altmountArr.connect(context)).toBe('done');
    expect(await text()).toBe(first);
  });

  it('follows an Arr to its new address and key, and keeps what a person has added to it', async () => {
    const { context, list } = await world();
    await altmountArr.connect(context);
    const added = (await context.files.readText(path))?.replace(
      'category: tv',
      'category: tv\n      sync_interval_hours: 5',
    );
    await context.files.write(path, added ?? '');
    const moved = { ...values, arr_url: 'http://127.0.0.1:9999', arr_key: 'k2' };
    expect(await altmountArr.connect({ ...context, values: moved })).toBe('restart-self');
    expect((await list())[1]).toEqual({ ...ours, url: 'http://127.0.0.1:9999', api_key: 'k2', sync_interval_hours: 5 });
  });

  it('takes over the entry of the same address, as AltMount makes one itself', async () => {
    const { context, list } = await world(before.replace('http://nas:8989', 'http://127.0.0.1:8989/'));
    await altmountArr.connect(context);
    expect(await list()).toEqual([ours]);
  });

  it('takes out the Arr that is gone, and nothing else', async () => {
    const { context, list } = await world();
    await altmountArr.connect(context);
    const gone = { ...context, values: { config_file: path, arr_url: '', arr_key: '', category: '' } };
    expect(await altmountArr.isMade?.(context)).toBe(true);
    expect(await altmountArr.disconnect(gone)).toBe('restart-self');
    expect(await list()).toEqual([expect.objectContaining({ name: 'mine' })]);
    expect(await altmountArr.isMade?.(context)).toBe(false);
    expect(await altmountArr.disconnect(gone)).toBe('done');
  });

  it('waits for a file that is not there yet, and touches none that it cannot read', async () => {
    const missing = await world();
    await missing.context.files.remove(path);
    await expect(altmountArr.connect(missing.context)).rejects.toMatchObject({ code: 'connection.not-ready' });
    expect(await altmountArr.disconnect(missing.context)).toBe('done');
    expect(await altmountArr.isMade?.(missing.context)).toBe(true);
    const broken = await world('a: [');
    await expect(altmountArr.connect(broken.context)).rejects.toMatchObject({ code: 'connection.refused' });
    expect(await broken.text()).toBe('a: [');
  });

  it('leaves alone an Arr that AltMount has no list for', async () => {
    const { context, text } = await world();
    const readarr = { ...context, peer: { ...peer, serviceKey: 'readarr' } };
    expect(await altmountArr.connect(readarr)).toBe('done');
    expect(await text()).toBe(before);
  });
});

import { describe, expect, it } from 'vitest';
import { createConnectionContext } from '../../stand-in-kit/connection-context.ts';
import { neutarrArr } from './neutarr-arr.ts';

const folder = '/neutarr/default/config';
const path = `${folder}/sonarr.json`;
const values = { folder, arr_url: 'http://127.0.0.1:8989', arr_key: 'k' };
const peer = (instance: string, serviceKey = 'sonarr') => ({ serviceKey, instance, processName: `Sonarr ${instance}` });
const ours = (name: string) => ({ name, api_url: values.arr_url, api_key: 'k', enabled: true });
const empty = { name: 'Default', api_url: '', api_key: '', enabled: true };

async function world(instances: readonly object[] | undefined, instance = 'Default', more = {}) {
  const context = createConnectionContext({ values: { ...values, ...more }, peer: peer(instance) });
  if (instances !== undefined) {
    await context.files.write(path, JSON.stringify({ instances, hourly_cap: 5 }));
  }
  const read = async (at = path) => JSON.parse((await context.files.readText(at)) ?? 'null') as Record<string, unknown>;
  return { context, read };
}

describe('neutarr-arr', () => {
  it('begins a file that NeutArr has not made yet; it adds what is missing itself', async () => {
    const { context, read } = await world(undefined);
    await neutarrArr.connect(context);
    expect(await read()).toEqual({ instances: [ours('Default')] });
    expect((await context.files.facts(path))?.mode).toBe(0o664);
  });

  it('takes the empty slot that NeutArr begins with, and keeps its other settings', async () => {
    const { context, read } = await world([empty], 'TV 4K');
    await neutarrArr.connect(context);
    expect(await read()).toEqual({ instances: [ours('TV 4K')], hourly_cap: 5 });
  });

  it('changes its own, and what a person has set in it and beside it stays', async () => {
    const theirs = { name: 'attic', api_url: 'http://nas:8989', api_key: 'x', enabled: false };
    const { context, read } = await world([theirs, { ...ours('default'), api_key: 'old', swaparr_enabled: true }]);
    await neutarrArr.connect(context);
    const once = await read();
    expect(once['instances']).toEqual([theirs, { ...ours('Default'), swaparr_enabled: true }]);
    await neutarrArr.connect(context);
    expect(await read()).toEqual(once);
  });

  it('never takes a slot that leads somewhere, although it is called Default', async () => {
    const theirs = { name: 'Default', api_url: 'http://nas:8989', api_key: 'x', enabled: true };
    const { context, read } = await world([theirs], 'TV 4K');
    await neutarrArr.connect(context);
    expect((await read())['instances']).toEqual([theirs, ours('TV 4K')]);
  });

  it('tells the address of Radarr twice, as parts of it look for it', async () => {
    const context = createConnectionContext({ values, peer: peer('Default', 'radarr') });
    await neutarrArr.connect(context);
    const text = await context.files.readText(`${folder}/radarr.json`);
    expect(JSON.parse(text ?? '')).toMatchObject({ instances: [{ address: values.arr_url }] });
  });

  it('takes out an instance that is gone, and nothing of a person', async () => {
    const theirs = { name: 'Default', api_url: 'http://nas:8989', api_key: 'x', enabled: true };
    const gone = { folder, arr_url: '', arr_key: '' };
    const { context, read } = await world([theirs, ours('TV 4K')], 'TV 4K', gone);
    expect(await neutarrArr.isMade?.(context)).toBe(true);
    await neutarrArr.disconnect(context);
    expect(await neutarrArr.isMade?.(context)).toBe(false);
    await neutarrArr.disconnect(context);
    expect((await read())['instances']).toEqual([theirs]);
    const other = await world([theirs], 'Default', gone);
    await neutarrArr.disconnect(other.context);
    expect((await other.read())['instances']).toEqual([theirs]);
  });

  it('waits for a key rather than forget one, and touches no file that it cannot read', async () => {
    const { context, read } = await world([ours('Default')], 'Default', { arr_key: '' });
    await expect(neutarrArr.connect(context)).rejects.toMatchObject({ code: 'connection.not-ready' });
    expect((await read())['instances']).toEqual([ours('Default')]);
    const broken = await world(undefined);
    await broken.context.files.write(path, '{');
    await expect(neutarrArr.connect(broken.context)).rejects.toMatchObject({ code: 'connection.refused' });
    expect(await broken.context.files.readText(path)).toBe('{');
  });
});

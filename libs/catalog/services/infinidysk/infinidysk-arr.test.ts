import { describe, expect, it } from 'vitest';
import { createConnectionContext } from '../../stand-in-kit/connection-context.ts';
import { createSettingsApi } from '../../stand-in-kit/infinidysk-settings-api.ts';
import { infinidyskArr } from './infinidysk-arr.ts';

const values = {
  url: 'http://127.0.0.1:8080',
  api_key: 'k',
  application: 'Radarr',
  arr_url: 'http://127.0.0.1:7878',
  arr_key: 'radarr-key',
  category: 'radarr-default',
};
const peer = { serviceKey: 'radarr', instance: 'Default', processName: 'Radarr' };
const ours = { Name: 'Radarr', Host: 'http://127.0.0.1:7878', ApiKey: 'radarr-key', Enabled: true };
const theirs = { Host: 'http://nas:7878', ApiKey: '__NZBDAV_SECRET_MASK_V1__:x' };

describe('infinidysk-arr', () => {
  it('enters the Arr and its category beside what is there, whatever InfiniDysk has had so far', async () => {
    const api = createSettingsApi();
    await infinidyskArr.connect(createConnectionContext({ values, peer, http: api.http }));
    expect(api.json('arr.instances')).toEqual({ RadarrInstances: [ours], SonarrInstances: [], QueueRules: [] });
    expect(api.settings.get('api.categories')).toBe('audio,software,tv,movies,radarr-default');
  });

  it('changes nothing the second time, and only its own entry where the Arr has moved', async () => {
    const rules = [{ Message: 'x', Action: 1 }];
    const api = createSettingsApi({
      'arr.instances': JSON.stringify({ RadarrInstances: [theirs], QueueRules: rules, Later: 1 }),
      'api.categories': 'films, radarr-default',
    });
    const connect = (arrUrl: string) =>
      infinidyskArr.connect(createConnectionContext({ values: { ...values, arr_url: arrUrl }, peer, http: api.http }));
    await connect(values.arr_url);
    const first = new Map(api.settings);
    await connect(values.arr_url);
    expect(api.settings).toEqual(first);
    await connect('http://127.0.0.1:7979');
    expect(api.json('arr.instances')).toEqual({
      RadarrInstances: [theirs, { ...ours, Host: 'http://127.0.0.1:7979' }],
      QueueRules: rules,
      Later: 1,
    });
    expect(api.settings.get('api.categories')).toBe('films,radarr-default');
  });

  it('takes out the Arr that is gone and no longer says what it was', async () => {
    const api = createSettingsApi({ 'arr.instances': JSON.stringify({ RadarrInstances: [theirs, ours] }) });
    const gone = { url: values.url, api_key: 'k', application: '', arr_url: '', arr_key: '', category: '' };
    const context = createConnectionContext({ values: gone, peer, http: api.http });
    expect(await infinidyskArr.isMade?.(context)).toBe(true);
    await infinidyskArr.disconnect(context);
    expect(await infinidyskArr.isMade?.(context)).toBe(false);
    await infinidyskArr.disconnect(context);
    expect(api.json('arr.instances')).toEqual({ RadarrInstances: [theirs] });
  });

  it.each([
    [503, '', 'connection.not-ready', /busy/],
    [401, '{"status":false,"error":"API Key Incorrect"}', 'connection.refused', /API Key Incorrect/],
    [404, '<html>', 'connection.refused', /status 404/],
  ])('says what is wrong with status %i', async (status, body, code, message) => {
    const http = () => ({ status, headers: {}, body, truncated: false });
    const attempt = infinidyskArr.connect(createConnectionContext({ values, peer, http }));
    await expect(attempt).rejects.toMatchObject({ code, message });
  });

  it('overwrites no list that it cannot read', async () => {
    const api = createSettingsApi({ 'arr.instances': '[' });
    const attempt = infinidyskArr.connect(createConnectionContext({ values, peer, http: api.http }));
    await expect(attempt).rejects.toMatchObject({ code: 'connection.refused' });
    expect(api.settings.get('arr.instances')).toBe('[');
  });
});

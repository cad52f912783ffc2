import { describe, expect, it } from 'vitest';
import { createConnectionContext } from '../../stand-in-kit/connection-context.ts';
import { createSettingsApi } from '../../stand-in-kit/infinidysk-settings-api.ts';
import { infinidyskRemoteControl } from './infinidysk-remote-control.ts';

const values = { url: 'http://127.0.0.1:8080', api_key: 'k', rclone_url: 'http://127.0.0.1:5572' };

describe('infinidysk-remote-control', () => {
  it.each([
    ['', 'http://127.0.0.1:5572'],
    ['http://127.0.0.1:5599', 'http://127.0.0.1:5572'],
    ['http://nas:5572', 'http://nas:5572'],
  ])('makes of %j %j', async (before, after) => {
    const api = createSettingsApi({ 'rclone.host': before });
    const context = createConnectionContext({ values, http: api.http });
    await infinidyskRemoteControl.connect(context);
    await infinidyskRemoteControl.connect(context);
    expect(api.settings.get('rclone.host')).toBe(after);
    expect(context.lines.length > 0).toBe(before === after);
    expect(api.settings.get('rclone.rc-enabled')).toBe(before === after ? undefined : 'true');
  });

  it.each([
    ['http://127.0.0.1:5572', ''],
    ['http://nas:5572', 'http://nas:5572'],
  ])('leaves of %j %j', async (before, after) => {
    const api = createSettingsApi({ 'rclone.host': before });
    await infinidyskRemoteControl.disconnect(createConnectionContext({ values, http: api.http }));
    expect(api.settings.get('rclone.host')).toBe(after);
  });
});

import type { ConnectionHooks } from '../../vocabulary/connections.ts';
import { openSettings } from './own-api.ts';

const host = 'rclone.host';
const enabled = 'rclone.rc-enabled';

/**
 * The remote control of the rclone that mounts its library, so that it can tell it what is new. One that a person has
 * entered stays. Values: `url`, `api_key` of InfiniDysk, `rclone_url`.
 */
export const infinidyskRemoteControl: ConnectionHooks = {
  async connect(ctx) {
    const { rclone_url: url = '' } = ctx.values;
    const settings = openSettings(ctx);
    const present = (await settings.read([host])).get(host) ?? '';
    if (present === url) return 'done';
    if (present !== '' && !isOurs(present)) {
      ctx.log(`${ctx.self.processName} keeps the remote control that was entered in it: ${present}`);
      return 'done';
    }
    await settings.write({ [host]: url, [enabled]: 'true' });
    return 'done';
  },
  async disconnect(ctx) {
    const settings = openSettings(ctx);
    const present = (await settings.read([host])).get(host) ?? '';
    if (present === ctx.values['rclone_url'] && present !== '')
      await settings.write({ [host]: '', [enabled]: 'false' });
    return 'done';
  },
};

/** What was set for an rclone of this machine may have moved to another port since. */
function isOurs(url: string): boolean {
  return /^http:\/\/127\.0\.0\.1:\d+\/?$/.test(url);
}

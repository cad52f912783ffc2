import { hash } from 'bcryptjs';
import { Problem } from '@showrunner/contracts';
import yaml from 'yaml';
import type { Hook } from '../../vocabulary/hooks.ts';

/** As in the configuration. */
const cost = 12;
/** bcrypt reads no further. */
const longestBytes = 72;

/**
 * Gives the file of users its first one: Authelia does not start without any. Users that are there stay as they are. A
 * password that was made here lies in `first-password.txt`, for whoever may read the configuration.
 */
export const makeFirstUser: Hook = async (ctx) => {
  const {
    config_dir: configDir = '',
    password = '',
    made_password: made = '',
    cookie_domain: domain = '',
  } = ctx.values;
  const path = `${configDir}/users_database.yml`;
  const document = yaml.parseDocument((await ctx.files.readText(path)) ?? '');
  if (document.errors.length > 0) {
    throw new Problem('hook.failed', `${path} cannot be read; mend it, or move it away to begin anew.`, {
      details: { path },
    });
  }
  const users: unknown = document.toJS() === null ? undefined : (document.toJS() as { users?: unknown }).users;
  if (typeof users === 'object' && users !== null && Object.keys(users).length > 0) return 'done';
  const given = password === '' ? made : password;
  if (new TextEncoder().encode(given).length > longestBytes)
    throw new Problem('service.setting', `The password of the first user is longer than ${longestBytes} bytes.`);
  const name = ctx.values['username'] || 'admin';
  document.setIn(['users'], {
    [name]: {
      disabled: false,
      displayname: name,
      password: await hash(given, cost),
      email: ctx.values['email'] || `${name.replace(/@.*/, '')}@${domain}`,
      groups: ['admins'],
    },
  });
  const owner = ctx.owner === undefined ? {} : { owner: ctx.owner };
  await ctx.files.write(path, document.toString(), { mode: 0o600, ...owner });
  if (password !== '') ctx.log(`${name} is the first user.`);
  else {
    await ctx.files.write(`${configDir}/first-password.txt`, `${made}\n`, { mode: 0o600, ...owner });
    ctx.log(
      `${name} is the first user; the password is in ${configDir}/first-password.txt. Remove that file after use.`,
    );
  }
  return 'done';
};

import { createFakeFiles } from '@showrunner/platform/fakes';
import { compare, getRounds } from 'bcryptjs';
import { describe, expect, it } from 'vitest';
import yaml from 'yaml';
import { createHookContext } from '../../stand-in-kit/hook-context.ts';
import { makeFirstUser } from './make-first-user.ts';

const path = '/config/authelia/users_database.yml';
const passwordFile = '/config/authelia/first-password.txt';
const values = {
  config_dir: '/config/authelia',
  username: '',
  email: '',
  password: '',
  made_password: 'made-by-showrunner',
  cookie_domain: 'example.org',
};

interface User {
  readonly password: string;
  readonly email: string;
  readonly groups: readonly string[];
}
const usersIn = (text: string | undefined) => (yaml.parse(text ?? '') as { users: Record<string, User> }).users;

describe('make-first-user', () => {
  it('makes one with a password of its own that its owner can read, where none is given', async () => {
    const files = createFakeFiles();
    const context = createHookContext({ values, files });
    await makeFirstUser(context);
    const { admin } = usersIn(await files.readText(path));
    expect(admin).toMatchObject({ email: 'admin@example.org', groups: ['admins'], disabled: false });
    expect(getRounds(admin?.password ?? '')).toBe(12);
    expect(await compare('made-by-showrunner', admin?.password ?? '')).toBe(true);
    expect(await files.readText(passwordFile)).toBe('made-by-showrunner\n');
    for (const file of [path, passwordFile]) expect((await files.facts(file))?.mode).toBe(0o600);
    expect(context.lines.join()).not.toContain('made-by-showrunner');
  });

  it('takes the password of the person, and writes it nowhere', async () => {
    const files = createFakeFiles();
    await files.write(path, 'users: {}\n');
    const given = { ...values, username: 'ada', email: 'ada@example.net', password: 'correct horse battery' };
    const context = createHookContext({ values: given, files });
    await makeFirstUser(context);
    const { ada } = usersIn(await files.readText(path));
    expect(ada?.email).toBe('ada@example.net');
    expect(await compare('correct horse battery', ada?.password ?? '')).toBe(true);
    expect(Object.values(files.snapshot()).join()).not.toContain('correct horse');
    expect(await files.readText(passwordFile)).toBeUndefined();
  });

  it('leaves users that are there as they are', async () => {
    const files = createFakeFiles();
    const text = '# mine\nusers:\n  me:\n    password: x\n';
    await files.write(path, text);
    await makeFirstUser(createHookContext({ values, files }));
    expect(await files.readText(path)).toBe(text);
  });

  it('refuses a password of which bcrypt would read a part only, and a file that it cannot read', async () => {
    const long = createHookContext({ values: { ...values, password: 'ä'.repeat(40) } });
    await expect(makeFirstUser(long)).rejects.toMatchObject({ code: 'service.setting' });
    const files = createFakeFiles();
    await files.write(path, 'users: [\n');
    await expect(makeFirstUser(createHookContext({ values, files }))).rejects.toMatchObject({ code: 'hook.failed' });
    expect(await files.readText(path)).toBe('users: [\n');
  });
});

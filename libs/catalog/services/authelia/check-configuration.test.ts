import { describe, expect, it } from 'vitest';
import { createHookContext } from '../../stand-in-kit/hook-context.ts';
import { checkConfiguration } from './check-configuration.ts';

const values = {
  authelia: '/authelia/authelia',
  config_file: '/config/authelia/configuration.yml',
  public_url: 'https://auth.example.org',
  cookie_domain: 'example.org',
  next_url: 'https://home.example.org/',
};

describe('check-configuration', () => {
  it('lets Authelia judge its file', async () => {
    const asked: (readonly string[])[] = [];
    const exec = async (argv: readonly string[]) => {
      asked.push(argv);
      return { code: 0 };
    };
    expect(await checkConfiguration(createHookContext({ values, exec }))).toBe('done');
    expect(asked).toEqual([['/authelia/authelia', 'config', 'validate', '--config', values.config_file]]);
  });

  it('tells the reason that stands on its standard output', async () => {
    const exec = async () => ({
      code: 1,
      stdout: "Configuration parsed with errors:\n\n  server: option 'address' is invalid\n",
    });
    await expect(checkConfiguration(createHookContext({ values, exec }))).rejects.toMatchObject({
      code: 'hook.failed',
      message: expect.stringContaining("server: option 'address' is invalid"),
    });
  });

  it.each([
    ['public_url', { public_url: 'https://auth.example.com' }, 'auth.example.com is not in example.org'],
    ['public_url', { public_url: 'https://notexample.org' }, 'is not in example.org'],
    ['default_redirection_url', { next_url: 'https://elsewhere.net/' }, 'elsewhere.net/ is not in example.org'],
    ['default_redirection_url', { next_url: 'https://auth.example.org/' }, 'the portal itself'],
  ])('names %s where addresses do not belong together', async (field, changes, message) => {
    await expect(checkConfiguration(createHookContext({ values: { ...values, ...changes } }))).rejects.toMatchObject({
      code: 'service.setting',
      message: expect.stringContaining(message),
      issues: [{ path: [field] }],
    });
  });
});

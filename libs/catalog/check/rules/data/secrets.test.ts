import type { JsonObject } from '@showrunner/contracts';
import { describe, expect, it } from 'vitest';
import { messages, service } from '../../fixtures/sample.ts';
import { secrets } from './secrets.ts';

const withDefaults = (defaults: JsonObject) => messages(secrets, [service({ defaults, fields: {} })]);

describe('secrets', () => {
  it('finds nothing where credentials are marked, each value of a map too', () => {
    expect(messages(secrets, [service({})])).toEqual([]);
  });

  it.each(['api_key', 'password', 'plex_token', 'secret_key', 'JWT_SECRET', 'ALTMOUNT_API_KEY', 'plex_claim'])(
    'wants %s marked',
    (name) => {
      expect(withDefaults({ env: { [name]: '' } })).toEqual([`env.${name} looks like a credential and would be shown.`]);
    },
  );

  it('wants what a map of keys will hold marked', () => {
    expect(withDefaults({ api_keys: {} })).toEqual(['api_keys.* looks like a credential and would be shown.']);
  });

  it.each([{ key_type: 'RealDebrid' }, { monkey: 'x' }, { use_password: false }, { keyboard: 'x' }])(
    'leaves alone what only sounds alike %#',
    (defaults) => {
      expect(withDefaults(defaults)).toEqual([]);
    },
  );
});

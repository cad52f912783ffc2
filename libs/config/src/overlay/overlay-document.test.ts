import { describe, expect, it } from 'vitest';
import { catalog } from '../fixtures/catalog.ts';
import { load, problemOf } from '../fixtures/load.ts';
import { getIn } from '../json/path.ts';
import { defaultDocument } from '../shape/default-document.ts';
import { overlayDocument } from './overlay-document.ts';

const stored = defaultDocument(catalog);
const none = { secrets: {}, env: {}, dotenv: {} };

describe('overlayDocument', () => {
  it('reads each variable as the type of what it replaces (B24)', () => {
    const env = {
      PLEX_PORT: ' 1234 ',
      PLEX_ENABLED: 'Yes',
      PLEX_LOG_LEVEL: 'warning',
      DUMB_METRICS_FILESYSTEM_PATHS: '["/x"]',
      DUMB_FRONTEND_ORIGINS: 'http://x',
      DECYPHARR_API_KEYS: '{"a":"b"}',
    };
    const { effective, overridden, warnings } = overlayDocument(stored, { ...none, env }, catalog);
    expect(getIn(effective, ['plex', 'port'])).toBe(1234);
    expect(getIn(effective, ['plex', 'enabled'])).toBe(true);
    expect(getIn(effective, ['plex', 'log_level'])).toBe('WARNING');
    expect(getIn(effective, ['dumb', 'metrics', 'filesystem_paths'])).toEqual(['/x']);
    expect(getIn(effective, ['dumb', 'frontend', 'origins'])).toEqual(['http://0.0.0.0:3005']);
    expect(getIn(effective, ['decypharr', 'api_keys'])).toEqual({ a: 'b' });
    expect(overridden).toEqual([
      '/dumb/metrics/filesystem_paths',
      '/decypharr/api_keys',
      '/plex/enabled',
      '/plex/log_level',
      '/plex/port',
    ]);
    expect(warnings).toEqual([
      'DUMB_FRONTEND_ORIGINS (environment) is ignored: it is not a JSON list such as ["a","b"].',
    ]);
    expect(getIn(stored, ['plex', 'port'])).toBe(32400);
  });

  it('weighs a secret file over the environment over the .env file over the document', () => {
    const dotenv = { PLEX_FRIENDLY_NAME: 'dotenv', TZ: 'dotenv', DATA_ROOT: '/dotenv' };
    const env = { PLEX_FRIENDLY_NAME: 'env', TZ: 'env' };
    const { effective } = overlayDocument(
      stored,
      { secrets: { PLEX_FRIENDLY_NAME: 'secret\n' }, env, dotenv },
      catalog,
    );
    expect(getIn(effective, ['plex', 'friendly_name'])).toBe('secret');
    expect(effective['tz']).toBe('env');
    expect(effective['data_root']).toBe('/dotenv');
  });

  it('ignores a blank variable, not a blank secret file', () => {
    const env = { PLEX_FRIENDLY_NAME: ' ', POSTGRES_USER: '' };
    const secrets = { POSTGRES_PASSWORD: '\n', POSTGRES_PORT: '' };
    const { effective, overridden, warnings } = overlayDocument(stored, { ...none, secrets, env }, catalog);
    expect(getIn(effective, ['plex', 'friendly_name'])).toBe('DUMB');
    expect(getIn(effective, ['postgres', 'password'])).toBe('');
    expect(getIn(effective, ['postgres', 'port'])).toBe(5432);
    expect(overridden).toEqual(['/postgres/password']);
    expect(warnings).toEqual(['POSTGRES_PORT (secret file) is ignored: it is blank.']);
  });

  it('reaches instances, also those whose name a shell cannot spell, and the values of env', () => {
    const { stored: document } = load({ sonarr: { instances: { 'TV 4K': { env: { A: '1' } } } } });
    const env = { SONARR_INSTANCES_TV_4K_PORT: '9000', 'SONARR_INSTANCES_TV 4K_ENV_A': '2' };
    const { effective } = overlayDocument(document, { ...none, env }, catalog);
    expect(getIn(effective, ['sonarr', 'instances', 'TV 4K', 'port'])).toBe(9000);
    expect(getIn(effective, ['sonarr', 'instances', 'TV 4K', 'env', 'A'])).toBe('2');
  });

  it('asks the former name of InfiniDysk where the present one says nothing', () => {
    const env = { NZBDAV_FRONTEND_PORT: '3100', NZBDAV_BACKEND_PORT: '8181', INFINIDYSK_BACKEND_PORT: '8282' };
    const { effective } = overlayDocument(stored, { ...none, env }, catalog);
    expect(getIn(effective, ['infinidysk', 'frontend_port'])).toBe(3100);
    expect(getIn(effective, ['infinidysk', 'backend_port'])).toBe(8282);
  });

  it('leaves what cannot be read as a number, and says which variable', () => {
    const { effective, warnings } = overlayDocument(stored, { ...none, env: { PLEX_PORT: '0x10' } }, catalog);
    expect(getIn(effective, ['plex', 'port'])).toBe(32400);
    expect(warnings).toEqual(['PLEX_PORT (environment) is ignored: it is not a number.']);
  });

  it('refuses what breaks the rules of the document, naming every variable (B25)', () => {
    const env = { PLEX_LOG_LEVEL: 'warn', PUID: '0', PLEX_PORT: '99999' };
    const problem = problemOf(() => overlayDocument(stored, { ...none, env }, catalog));
    expect(problem.code).toBe('document.invalid');
    expect(problem.issues.map(({ message }) => message)).toEqual([
      'PLEX_LOG_LEVEL (environment) must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL, not "warn"',
      'PUID (environment) must be at least 1, not 0',
      'PLEX_PORT (environment) must be at most 65535, not 99999',
    ]);
  });

  it('does not look up keys that nothing knows, nor the form of the document', () => {
    const { stored: document } = load({ path: 'mine' });
    const env = { PATH: '/usr/bin', CONFIG_VERSION: '1' };
    expect(overlayDocument(document, { ...none, env }, catalog).effective).toEqual(document);
  });
});

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from './harness/client.ts';
import { makeDataRoot, removeDataRoot, type Showrunner, startShowrunner } from './harness/showrunner.ts';
import { waitFor } from './harness/wait-for.ts';

const main = new URL('../../api/dist/main.js', import.meta.url).pathname;

// Constructed from what is known of DUMB 2.21.1 and its predecessors: names of then, secrets, accounts, logs, notices.
const documentText = JSON.stringify({
  puid: 1000,
  dumb: {
    onboarding_completed: true,
    plex_token: 'plex-secret-token',
    api_service: { enabled: true, process_name: 'DUMB API' },
  },
  nzbdav: {
    enabled: false,
    process_name: 'NzbDAV',
    frontend_port: 3100,
    repo_owner: 'nzbdav-dev',
    repo_name: 'nzbdav',
  },
  bazarr: { config_file: '/bazarr/data/config.yaml' },
  decypharr: { use_embedded_rclone: true, mount_type: '', api_keys: { realdebrid: 'debrid-secret-key' } },
  sonarr: {
    instances: {
      TV: {
        enabled: false,
        core_service: 'nzbdav',
        process_name: 'Sonarr TV',
        port: 8990,
        log_file: '/log/sonarr_tv.log',
      },
    },
  },
  prowlarr: { instances: { Default: { enabled: true, process_name: 'Prowlarr' } } },
  my_own_block: { kept: true },
});
const users = JSON.stringify({
  enabled: true,
  // The password is 'correct horse battery'.
  users: [
    { username: 'olduser', password: '$2b$06$N0ZNnB.tEjibHBXeqnpgm.pVpNtIgya5VHglhXQUuQjmYb8cPSMmq', disabled: false },
  ],
  jwt_secret: 'A'.repeat(43),
  setup_skipped: false,
  mode: 'local',
  oidc: {},
});
const files = {
  'config/dumb_config.json': documentText,
  'config/users.json': users,
  'config/update_notices.json': JSON.stringify({
    info: [
      {
        id: 'i1',
        type: 'info',
        process_name: 'DUMB API',
        display_name: 'dumb api_service',
        status: 'info',
        message: 'Hello',
      },
    ],
    applied: [
      {
        id: 'a1',
        type: 'applied',
        process_name: 'DUMB API',
        display_name: 'dumb api_service',
        status: 'updated',
        applied_at: 1795304120,
      },
    ],
    project_statuses: {},
  }),
  'log/sonarr_tv.log': 'old line password=abc\n',
};
const password = 'correct horse battery';

describe('a data root of DUMB', () => {
  let dataRoot: string;
  let showrunner: Showrunner;
  const read = (path: string) => readFileSync(join(dataRoot, path), 'utf8');

  beforeAll(() => {
    dataRoot = makeDataRoot();
    for (const directory of ['config', 'log']) mkdirSync(join(dataRoot, directory));
    for (const [path, text] of Object.entries(files)) writeFileSync(join(dataRoot, path), text);
  });
  afterAll(async () => {
    await showrunner.stop();
    removeDataRoot(dataRoot);
  });

  it('is told what a start would change, and nothing happens', () => {
    const plan = spawnSync(process.execPath, [main, '--plan'], {
      env: { ...process.env, SHOWRUNNER_DATA: dataRoot },
      encoding: 'utf8',
    });
    expect(plan.stderr).toBe('');
    expect(plan.status).toBe(0);
    for (const line of [
      '/bazarr/config_file: "/bazarr/data/config.yaml" → "/bazarr/data/config/config.yaml"',
      '/sonarr/instances/TV/core_service: "nzbdav" → "infinidysk"',
      'my_own_block is not known',
      'These start: Prowlarr.',
      `Accounts are taken over from ${dataRoot}/config/users.json`,
      'Nothing was changed.',
    ])
      expect(plan.stdout).toContain(line);
    expect(plan.stdout).not.toMatch(/secret/);
    for (const [path, text] of Object.entries(files)) expect(read(path)).toBe(text);
  });

  it('starts: the document in its present form, what it was beside it, nothing lost', async () => {
    showrunner = await startShowrunner({ args: ['--demo'], dataRoot });
    expect(read('config/dumb_config.json.bak')).toBe(documentText);
    const stored = JSON.parse(read('config/dumb_config.json')) as Record<string, Record<string, unknown>>;
    expect(stored['nzbdav']).toBeUndefined();
    expect(stored).toMatchObject({
      infinidysk: { frontend_port: 3100, repo_owner: 'infinidysk', repo_name: 'infinidysk' },
      decypharr: { mount_type: 'rclone', api_keys: { realdebrid: 'debrid-secret-key' } },
      sonarr: { instances: { TV: { core_service: 'infinidysk', port: 8990 } } },
      my_own_block: { kept: true },
      dumb: { plex_token: 'plex-secret-token' },
    });
    for (const path of ['config/users.json', 'config/update_notices.json'])
      expect(read(path)).toBe(files[path as keyof typeof files]);
  });

  it('lets its accounts in with their passwords, and nobody else', async () => {
    const nobody = createClient(showrunner.url);
    const login = (secret: string) => nobody.call('POST', '/auth/login', { username: 'olduser', password: secret });
    expect((await nobody.call('GET', '/process/processes')).status).toBe(401);
    expect((await login('wrong horse battery')).status).toBe(401);
    const { status, body } = await login(password);
    expect(status).toBe(200);
    const client = createClient(showrunner.url, (body as { access_token: string }).access_token);
    expect((await client.call('GET', '/config/onboarding-status')).body).toEqual({ needs_onboarding: false });
    expect((await client.call('GET', '/process/processes')).status).toBe(200);
    expect((await client.call('GET', '/process/update-notices')).body).toMatchObject({
      info: [{ id: 'i1', message: 'Hello' }],
      applied: [{ id: 'a1' }],
    });
    expect((await client.call('GET', '/logs?process_name=Sonarr%20TV')).body).toMatchObject({
      log: 'old line password=[REDACTED]\n',
    });
    const running = await waitFor(
      'the service that was switched on',
      async () => {
        const { body: answer } = await client.call(
          'GET',
          '/process/service-status?process_name=Prowlarr&include_health=true',
        );
        return (answer as { health_status: string }).health_status === 'healthy' && answer;
      },
      180_000,
    );
    expect(running).toMatchObject({ status: 'running' });
  });
});

import { Problem, type UpdateRecord } from '@showrunner/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTestServer, type TestServer } from '../../../testing/test-server.ts';

const at = 1_795_304_120_500;
const record: UpdateRecord = {
  processName: 'Zilean',
  from: 'v3.2.0',
  to: 'v3.3.0',
  outcome: 'updated',
  message: 'Updated from v3.2.0 to v3.3.0.',
  at,
  tookMs: 42_500,
  downtimeMs: 3_200,
  operationId: 'op_1',
  notesUrl: 'https://github.com/iPromKnight/zilean/releases/tag/v3.3.0',
};
const available = {
  state: 'available',
  message: 'v3.3.0 can be installed; v3.2.0 is.',
  installed: 'v3.2.0',
  available: 'v3.3.0',
  releasesBehind: 2,
  checkedAt: at,
  notes: { url: record.notesUrl ?? '', text: 'Faster.', publishedAt: '2026-01-01T00:00:00Z' },
} as const;
const pinned = { state: 'fixed', fixed: { kind: 'tag', to: 'v3.2.0', installed: true } } as const;

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.close());
const ask = (method: string, path: string, body?: object) => server.ask(method, path, body ? { body } : {});
const zilean = { process_name: 'Zilean' };
const install = (more: object = {}) => ask('POST', '/process/update-install', { ...zilean, ...more });

describe('update status', () => {
  it('is null where nobody has looked and nobody is going to', async () => {
    server.stack.setUpdate('Zilean', {});
    const answer = await ask('GET', '/process/update-status?process_name=Zilean');
    expect(answer.json).toEqual({ process_name: 'Zilean', update_status: null });
    expect((await ask('GET', '/process/update-status?process_name=Nothing')).json).toEqual({
      process_name: 'Nothing',
      update_status: null,
    });
    expect((await ask('GET', '/process/update-status?process_name=')).status).toBe(400);
    expect((await ask('GET', '/process/update-status')).status).toBe(422);
  });

  it('tells what a look has found, in seconds, and the processes repeat it', async () => {
    server.stack.setUpdate('Zilean', { ...available, mode: 'notify', nextCheckAt: at + 3_600_000 });
    const { json } = await ask('GET', '/process/update-status?process_name=zilean');
    const status = {
      process_name: 'Zilean',
      status: 'update_available',
      reason: null,
      message: available.message,
      current_version: 'v3.2.0',
      available_version: 'v3.3.0',
      releases_behind: 2,
      checked_at: 1_795_304_120,
      next_check_at: 1_795_307_720,
      auto_update_enabled: true,
      auto_update_mode: 'check_only',
      auto_update_interval: 24,
      auto_update_start_time: '04:00',
      release_url: record.notesUrl,
      notes_label: 'Release notes',
    };
    expect(json).toEqual({ process_name: 'zilean', update_status: status });
    expect((await ask('GET', '/process?process_name=Zilean')).json).toMatchObject({
      supports_manual_update: true,
      update_status: status,
    });
  });

  it('tells an installation that has ended, with what it took', async () => {
    server.stack.setUpdate('Zilean', { ...available, state: 'current', installed: 'v3.3.0', last: record });
    expect((await ask('GET', '/process/update-status?process_name=Zilean')).json).toMatchObject({
      update_status: {
        status: 'updated',
        previous_version: 'v3.2.0',
        current_version: 'v3.3.0',
        applied_at: 1_795_304_120,
        install_duration_seconds: 42.5,
        downtime_seconds: 3.2,
        downtime_status: 'completed',
      },
    });
  });

  it('says what others keep up to date, and offers no button for it', async () => {
    server.stack.setUpdate('Zilean', { state: 'unsupported', message: 'It comes with this machine.' });
    expect((await ask('GET', '/process?process_name=Zilean')).json).toMatchObject({ supports_manual_update: false });
  });
});

describe('update check', () => {
  it('answers what it has found', async () => {
    server.stack.setUpdate('Zilean', available);
    expect(await ask('POST', '/process/update-check', { ...zilean, force: true })).toMatchObject({
      status: 200,
      json: { status: 'update_available', available_version: 'v3.3.0' },
    });
  });

  it.each([
    [
      { state: 'failed', message: 'No answer.' },
      { status: 'error', reason: 'version_check_failed' },
    ],
    [pinned, { status: 'blocked', reason: 'pinned_version', configured_target_kind: 'release' }],
    [
      { state: 'fixed', fixed: { kind: 'branch', to: 'main', installed: false } },
      { status: 'blocked', reason: 'branch', configured_target_kind: 'branch', configured_target_installed: false },
    ],
    [{ state: 'unsupported' }, { status: 'unsupported', reason: 'unsupported' }],
  ] as const)('tells what cannot be with 200: %j', async (update, expected) => {
    server.stack.setUpdate('Zilean', update);
    expect(await ask('POST', '/process/update-check', zilean)).toMatchObject({ status: 200, json: expected });
  });

  it('tells a process that is not there with 200', async () => {
    expect(await ask('POST', '/process/update-check', { process_name: 'nosuch' })).toMatchObject({
      status: 200,
      json: { status: 'error', reason: 'config_not_found', message: 'Configuration for nosuch not found.' },
    });
  });
});

describe('update install', () => {
  const ends = (record_: UpdateRecord) => {
    server.stack.updateHistory.push(record_);
  };

  it('installs what is newer and answers how it went', async () => {
    server.stack.setUpdate('Zilean', available);
    ends(record);
    expect((await install()).json).toMatchObject({ status: 'updated', previous_version: 'v3.2.0' });
    expect(server.stack.asked.map(({ change }) => change)).toEqual([
      { kind: 'update', processName: 'Zilean', to: 'configured' },
    ]);
  });

  it('tells what was taken back, and why', async () => {
    server.stack.setUpdate('Zilean', available);
    const message = 'v3.3.0 did not work: it did not answer. v3.2.0 runs again.';
    ends({ ...record, outcome: 'rolled-back', message });
    expect((await install()).json).toMatchObject({ status: 'failed', message });
  });

  it('asks for nothing where there is nothing newer, or a pin holds it', async () => {
    server.stack.setUpdate('Zilean', { ...available, state: 'current' });
    expect((await install()).json).toMatchObject({ status: 'no_update' });
    server.stack.setUpdate('Zilean', pinned);
    expect((await install()).json).toMatchObject({ status: 'blocked', reason: 'pinned_version' });
    expect(server.stack.asked).toEqual([]);
  });

  it.each([
    [{ allow_override: true }, 'latest'],
    [{ target: 'configured' }, 'configured'],
    [{ target: 'nightly' }, 'nightly'],
  ])('takes another version with %j', async (more, to) => {
    server.stack.setUpdate('Zilean', pinned);
    ends(record);
    await install(more);
    expect(server.stack.asked.at(-1)?.change).toEqual({ kind: 'update', processName: 'Zilean', to });
  });

  it('refuses a configured target where none is configured', async () => {
    server.stack.setUpdate('Zilean', { ...available, fixed: null });
    expect((await install({ target: 'configured' })).json).toMatchObject({ reason: 'configured_target_missing' });
  });

  it('joins the same request, and says of another one that an installation is under way', async () => {
    server.stack.setUpdate('Zilean', pinned);
    ends(record);
    const { whenDone } = server.stack;
    let end = () => {};
    const ended = new Promise<void>((resolve) => (end = resolve));
    server.stack.whenDone = async (id) => (await ended, whenDone(id));
    const joined = [install({ target: 'configured' }), install({ target: 'configured' })];
    await vi.waitFor(() => expect(server.stack.asked).toHaveLength(1));
    const other = await install({ target: 'nightly' });
    end();
    const [first, second] = await Promise.all(joined);
    expect(first?.json).toMatchObject({ status: 'updated' });
    expect(second?.json).toEqual(first?.json);
    expect(other.json).toMatchObject({ status: 'installing', reason: 'update_in_progress' });
    expect(server.stack.asked).toHaveLength(1);
  });

  it('tells a refusal of the planner with 200', async () => {
    server.stack.setUpdate('Zilean', pinned);
    server.stack.run = () => Promise.reject(new Problem('operation.busy', 'Another operation is working on Zilean.'));
    expect((await install({ target: 'nightly' })).json).toMatchObject({
      status: 'installing',
      message: 'Another operation is working on Zilean.',
    });
  });
});

describe('update notices', () => {
  it('tell what could be and what was installed, without keys that say nothing', async () => {
    server.stack.setUpdate('Zilean', available);
    server.stack.updateHistory.push(record);
    expect((await ask('GET', '/process/update-notices?scope=all')).json).toEqual({
      scope: 'all',
      available: [
        {
          id: 'Zilean:update_available:v3.3.0',
          type: 'available',
          process_name: 'Zilean',
          display_name: 'Zilean',
          status: 'update_available',
          message: available.message,
          current_version: 'v3.2.0',
          available_version: 'v3.3.0',
          releases_behind: 2,
          checked_at: 1_795_304_120,
          release_url: record.notesUrl,
          notes_label: 'Release notes',
        },
      ],
      info: [],
      applied: [
        {
          id: 'Zilean:updated:op_1',
          type: 'applied',
          process_name: 'Zilean',
          display_name: 'Zilean',
          status: 'updated',
          message: record.message,
          previous_version: 'v3.2.0',
          current_version: 'v3.3.0',
          available_version: 'v3.3.0',
          applied_at: 1_795_304_120,
          release_url: record.notesUrl,
          notes_label: 'Release notes',
        },
      ],
    });
    expect((await ask('GET', '/process/update-notices')).json).toMatchObject({ scope: 'project', available: [] });
    expect((await ask('GET', '/process/update-notices?scope=other')).status).toBe(400);
  });
});

describe('reschedule', () => {
  it('says whether updates are looked for, and leaves what is known alone', async () => {
    server.stack.setUpdate('Zilean', { ...available, mode: 'install', nextCheckAt: at });
    const path = '/process/auto-update/reschedule';
    expect((await ask('POST', path, zilean)).json).toEqual({ status: 'ok', message: 'Auto-update rescheduled' });
    expect((await ask('GET', '/process/update-status?process_name=Zilean')).json).toMatchObject({
      update_status: { status: 'update_available', next_check_at: 1_795_304_120 },
    });
    server.stack.setUpdate('Zilean', { mode: 'off' });
    expect((await ask('POST', path, zilean)).json).toEqual({ status: 'ok', message: 'Auto-update disabled' });
    expect((await ask('POST', path, { process_name: 'nosuch' })).json).toEqual({
      status: 'error',
      message: 'Configuration not found',
    });
  });
});

import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem, type StepProgress } from '@showrunner/contracts';
import type { Plan, Step } from '@showrunner/planner';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../testing/test-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
  const directory = join(server.root, 'zilean');
  await mkdir(directory);
  await writeFile(join(directory, 'data'), 'x');
  const empty = await server.stack.preview({ kind: 'reconcile' });
  server.stack.preview = () => Promise.resolve(planWith(empty, directory));
});
afterEach(() => server.close());

const step = { title: 'T', reason: 'R', after: [] };
const planWith = (empty: Plan, directory: string): Plan => {
  const target = { path: '/zilean', realPath: directory, kind: 'directory', source: 'config_dir' } as const;
  const missing = { path: '/log/z.log', realPath: `${directory}.log`, kind: 'file', source: 'log_file' } as const;
  const steps: readonly Step[] = [
    { ...step, kind: 'stop-unit', id: 'stop', processName: 'Zilean', unitId: 'zilean' as never, remove: true },
    { ...step, kind: 'clear-files', id: 'clear', processName: 'Zilean', targets: [target, missing] },
  ];
  return { ...empty, steps, warnings: ['/other is kept.'] };
};
const preview = (query: string) => server.ask('GET', `/process/service-reset/preview?${query}`);
const reset = (body: object) => server.ask('POST', '/process/service-reset', { body });
const confirmed = { process_name: 'Zilean', confirmation: 'Zilean', action: 'remove' };

it('shows beforehand what it will do', async () => {
  expect((await preview('process_name=Zilean&action=remove')).json).toEqual({
    process_name: 'Zilean',
    service_key: 'zilean',
    instance_name: null,
    action: 'remove',
    config_action: 'reset_to_defaults',
    default_instance_after_removal: null,
    will_stop: true,
    file_targets: [
      {
        path: '/zilean',
        resolved_path: join(server.root, 'zilean'),
        kind: 'directory',
        source: 'config_dir',
        operation: 'clear_directory',
        exists: true,
      },
      {
        path: '/log/z.log',
        resolved_path: join(server.root, 'zilean.log'),
        kind: 'file',
        source: 'log_file',
        operation: 'delete_file',
        exists: false,
      },
    ],
    warnings: ['/other is kept.'],
    retained: expect.arrayContaining([expect.any(String)]) as string[],
    confirmation: 'Zilean',
  });
  expect(server.stack.asked).toEqual([]);
});

it('tells what is gone, and where the document before is kept', async () => {
  const { run } = server.stack;
  server.stack.run = async (change, actor) => {
    await rm(join(server.root, 'zilean'), { recursive: true });
    return run(change, actor);
  };
  const { whenDone } = server.stack;
  server.stack.whenDone = async (id) => {
    const operation = await whenDone(id);
    const backup: StepProgress = {
      ...step,
      after: [],
      id: 'b',
      kind: 'backup-document',
      processName: null,
      files: ['/config/b.json'],
      log: [],
      state: 'done',
    };
    return { ...operation, steps: [backup] };
  };
  expect(await reset(confirmed)).toMatchObject({
    status: 200,
    json: { status: 'completed', config_backup_path: '/config/b.json', removed_paths: ['/zilean'] },
  });
  expect(server.stack.asked).toEqual([
    { change: { kind: 'reset', processName: 'Zilean', action: 'remove' }, actor: 'local' },
  ]);
});

it.each([
  ['another confirmation', { ...confirmed, confirmation: 'zilean' }],
  ['an unknown process', { ...confirmed, process_name: 'nosuch', confirmation: 'nosuch' }],
  ['Showrunner itself', { ...confirmed, process_name: 'DUMB API', confirmation: 'DUMB API' }],
  ['another word for the action', { ...confirmed, action: 'burn' }],
])('refuses %s with 400 and a sentence, and does nothing', async (_what, body) => {
  const answer = await reset(body);
  expect(answer).toMatchObject({ status: 400, json: { detail: expect.stringMatching(/\w+ .*\./) as string } });
  expect(server.stack.asked).toEqual([]);
});

it('is closed, and says why it was taken back', async () => {
  expect((await reset({ ...confirmed, force: true })).status).toBe(422);
  server.stack.failNext(new Problem('file.unwritable', 'Something is mounted there.'));
  expect(await reset(confirmed)).toMatchObject({
    status: 500,
    json: { detail: 'Zilean was not removed: Something is mounted there.' },
  });
});

import { createFakeFiles } from '@showrunner/platform/fakes';
import type { JsonObject } from '@showrunner/contracts';
import { expect, it } from 'vitest';
import { createOwnLog } from './own-log.ts';

const noon = (day: number) => new Date(2026, 10, day, 12, 0, 5).getTime();

function openLog(document: JsonObject = {}) {
  const failures: string[] = [];
  const log = createOwnLog((message) => failures.push(message));
  const files = createFakeFiles();
  const settle = () =>
    log.settle({
      files,
      document: () => document,
      realPath: (path) => `/root${path}`,
      redact: (line) => line.replaceAll('hunter2', '[REDACTED]'),
    });
  return { log, files, failures, settle };
}

it('keeps what was said before there was a file, in the format of the original, without secrets', async () => {
  const { log, files, settle } = openLog();
  log.take({ at: noon(1), level: 'warn', text: 'early key=hunter2' });
  const heard: string[] = [];
  log.listen((line) => heard.push(line));
  settle();
  log.take({ at: noon(1), level: 'info', text: 'later' });
  await log.flush();
  const lines = ['Nov  1, 2026 12:00:05 - WARNING - early key=[REDACTED]', 'Nov  1, 2026 12:00:05 - INFO - later'];
  expect(await files.readText('/root/log/DUMB-2026-11-01.log')).toBe(`${lines.join('\n')}\n`);
  expect(heard).toEqual(lines);
});

it('begins a file a day where the document says so, and deletes the oldest days', async () => {
  const { log, files, settle } = openLog({ dumb: { log_dir: '/log/own/', log_name: 'A/B', log_count: 1 } });
  settle();
  for (const day of [1, 2, 3, 4]) {
    log.take({ at: noon(day), level: 'error', text: 'x' });
    await log.flush();
  }
  expect((await files.list('/root/log/own')).toSorted()).toEqual([
    'A_B-2026-11-02.log',
    'A_B-2026-11-03.log',
    'A_B-2026-11-04.log',
  ]);
  expect(log.path()).toBe('/root/log/own/A_B-2026-11-04.log');
});

it('says once that the file cannot be written, and goes on telling', async () => {
  const { log, files, failures, settle } = openLog();
  files.append = () => Promise.reject(new Error('disk full'));
  settle();
  const heard: string[] = [];
  log.listen((line) => heard.push(line));
  for (const text of ['one', 'two']) {
    log.take({ at: noon(1), level: 'info', text });
    await log.flush();
  }
  expect(heard).toHaveLength(2);
  expect(failures).toEqual(['The log of Showrunner cannot be written: disk full\n']);
});

it('writes from the configured level on, or everything until somebody switches back', () => {
  const { log, settle } = openLog({ dumb: { log_level: 'WARN', api_service: { log_level: 'ERROR' } } });
  expect(log.level.threshold()).toBe('info');
  settle();
  expect(log.level.threshold()).toBe('warn');
  log.level.setDebug(true);
  expect(log.level.threshold()).toBe('debug');
  expect(log.level.view()).toMatchObject({
    configured_level: 'WARNING',
    configured_uvicorn_level: 'ERROR',
    effective_level: 'DEBUG',
    override_active: true,
  });
  log.level.setDebug(false);
  expect(log.level.view()).toMatchObject({ effective_level: 'WARNING', debug_enabled: false, override_active: false });
});

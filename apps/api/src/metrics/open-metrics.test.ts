import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCompression, createFiles, openDatabase } from '@showrunner/host';
import {
  createFakeClock,
  createFakeIds,
  createFakeLogger,
  createFakeNetwork,
  createFakeSystemMetrics,
} from '@showrunner/platform/fakes';
import { expect, it } from 'vitest';
import { createStackReader } from '../stack-reader.ts';
import { createFakeStack } from '../testing/fake-stack.ts';
import { openMetrics } from './open-metrics.ts';

it('leaves no timer and no open file behind, and opens none afterwards', async () => {
  const root = await mkdtemp(join(tmpdir(), 'metrics-'));
  const clock = createFakeClock();
  const stack = createFakeStack(root);
  const reader = createStackReader(stack);
  const platform = {
    files: createFiles(),
    network: createFakeNetwork(),
    clock,
    ids: createFakeIds(),
    logger: createFakeLogger(),
    compression: createCompression(),
    openDatabase,
  };
  const metrics = openMetrics({ stack, reader, metrics: createFakeSystemMetrics(), platform });
  await (await metrics.history()).append({ timestamp: 1 });
  await metrics.close();
  reader.close();
  expect(clock.pending).toBe(0);
  // The last to close a database takes its log with it.
  expect(await readdir(join(root, 'config/metrics'))).toEqual(['metrics.sqlite']);
  await expect(metrics.history()).rejects.toThrow('closed');
  await rm(root, { recursive: true });
});

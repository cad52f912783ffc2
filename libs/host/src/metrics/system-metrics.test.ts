import { describe, expect, it } from 'vitest';
import { createSystemMetrics } from './system-metrics.ts';

describe('system metrics', () => {
  it('reads memory, processors and the file system of a path', async () => {
    const reading = await createSystemMetrics().readSystem(['/']);
    expect(reading.cpuPct).toBeNull();
    expect(reading.cpuCount).toBeGreaterThan(0);
    expect(reading.memory.used).toBeLessThan(reading.memory.total);
    expect(reading.fileSystems[0]).toMatchObject({ path: '/', mountPoint: '/' });
    expect(reading.fileSystems[0]?.space?.total).toBeGreaterThan(0);
  });

  it('keeps a file system that cannot be read in the list, without numbers', async () => {
    const reading = await createSystemMetrics().readSystem(['/not/there']);
    expect(reading.fileSystems[0]).toEqual({ path: '/not/there', mountPoint: '/', type: expect.any(String) as string });
  });

  it('reads this process, and answers nothing for one that is gone', async () => {
    const reader = createSystemMetrics();
    const own = await reader.readProcess(process.pid);
    expect(own?.memoryBytes).toBeGreaterThan(1_000_000);
    expect(own?.threads).toBeGreaterThan(0);
    expect(await reader.readProcess(2 ** 30)).toBeUndefined();
  });
});

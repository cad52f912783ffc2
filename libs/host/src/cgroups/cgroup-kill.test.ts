import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type CgroupFiles, kernelFiles } from './cgroup-files.ts';
import { createCgroups } from './create-cgroups.ts';

/** This machine as if it had version 2 only. */
const unifiedOnly: CgroupFiles = {
  ...kernelFiles,
  read(path) {
    const text = kernelFiles.read(path);
    if (path !== '/proc/self/mountinfo') return text;
    return text
      ?.split('\n')
      .filter((line) => line.includes(' - cgroup2 '))
      .join('\n');
  },
};

it('the kernel ends all of a version 2 group at once, strays in sessions of their own too', async () => {
  const owner = mkdtempSync(join(tmpdir(), 'showrunner-kill-'));
  const cgroups = createCgroups(unifiedOnly);
  const group = cgroups.make({ owner, name: 'strays.1' }, {});
  rmSync(owner, { recursive: true });
  if (group === undefined) return expect(cgroups.enforcerOf('memory')).toBeUndefined();
  const script =
    'echo 0 >"$1" && setsid env -i /bin/sh -c "setsid /bin/sleep 95 & wait" & echo 0 >"$1"; echo in; exec /bin/sleep 95';
  const child = spawn('/bin/sh', ['-c', script, 'sh', ...group.entryFiles], { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  while (cgroups.members(group.name).length < 3) await new Promise((resolve) => setImmediate(resolve));
  const ended = once(child, 'exit');
  cgroups.end(group.name, () => expect.unreachable());
  expect(await ended).toEqual([null, 'SIGKILL']);
  while (cgroups.members(group.name).length > 0) await new Promise((resolve) => setImmediate(resolve));
  cgroups.remove(group.name);
  expect(cgroups.usage(group.name)).toEqual({ cpuMs: undefined, memoryBytes: undefined });
});

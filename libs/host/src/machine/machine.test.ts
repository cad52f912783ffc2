import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseAccounts } from './accounts.ts';
import { createMachine } from './create-machine.ts';
import { mountAt, parseMounts } from './mounts.ts';

const machine = createMachine();
let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'showrunner-machine-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('findProgram', () => {
  it('takes the newest of several versions for a star', async () => {
    for (const version of ['9', '15', '13']) {
      mkdirSync(join(directory, version, 'bin'), { recursive: true });
      writeFileSync(join(directory, version, 'bin', 'showrunner-probe'), '', { mode: 0o755 });
    }
    chmodSync(join(directory, '15', 'bin', 'showrunner-probe'), 0o644);
    expect(await machine.findProgram('showrunner-probe', [`${directory}/*/bin`])).toBe(
      `${directory}/13/bin/showrunner-probe`,
    );
  });

  it('answers nothing for a program that is nowhere', async () => {
    expect(await machine.findProgram('showrunner-nope', ['/nope/*/bin'])).toBeUndefined();
    expect(await machine.findProgram('sh')).toMatch(/\/sh$/);
  });
});

describe('mounts', () => {
  it('reads escaped mount points', () => {
    const text = '22 27 0:21 / /mnt/my\\040disk rw - proc proc rw\n23 27 0:22 / /sys rw - sysfs sysfs rw\n';
    expect(parseMounts(text).map(({ point }) => point)).toEqual(['/mnt/my disk', '/sys']);
  });

  it('names the file system that is seen at a path, whatever lies under it', () => {
    const root = '20 1 8:1 / / rw - ext4 /dev/sda1 rw\n';
    const own = '30 20 0:50 / /mnt/debrid rw shared:1 - fuse.rclone remote: rw\n';
    const seen = (text: string) => mountAt('/mnt/debrid', parseMounts(text));
    expect(seen(root)).toBeUndefined();
    expect(seen(root + own)).toBe('0:50 fuse.rclone remote:');
    expect(seen(`${root}40 30 0:60 / /mnt/debrid rw - tmpfs tmpfs rw\n${own}`)).toBe('0:60 tmpfs tmpfs');
    expect(seen(`${root + own}40 20 0:60 / /mnt rw - tmpfs tmpfs rw\n`)).toBeUndefined();
    expect(seen(`${root}40 20 0:60 / /mnt rw - tmpfs tmpfs rw\n30 40 0:50 / /mnt/debrid rw - fuse x rw\n`)).toBe(
      '0:50 fuse x',
    );
    expect(mountAt('/mnt/debrid/shows', parseMounts(root + own))).toBeUndefined();
  });

  it('names what this machine has mounted, and nothing where it has nothing', async () => {
    expect(await machine.mountAt('/proc')).toMatch(/^\d+:\d+ proc /);
    expect(await machine.mountAt(directory)).toBeUndefined();
  });

  it('tells a mount that answers from a plain directory and from nothing', async () => {
    expect(await machine.mountState('/proc', 2000)).toBe('mounted');
    expect(await machine.mountState(directory, 2000)).toBe('none');
    expect(await machine.mountState(join(directory, 'nope'), 2000)).toBe('none');
  });

  it('scenario 33: tells a dead FUSE mount as stale and ends it', async ({ skip }) => {
    const rclone = await machine.findProgram('rclone');
    if (rclone === undefined || !(await machine.facts()).fuse) return skip('needs rclone and FUSE');
    const [source, target] = [join(directory, 'source'), join(directory, 'target')];
    mkdirSync(source);
    mkdirSync(target);
    const child = spawn(rclone, ['mount', source, target, '--config', '/dev/null'], { stdio: 'ignore' });
    const gone = new Promise((resolve) => child.once('exit', resolve));
    while ((await machine.mountState(target, 2000)) !== 'mounted')
      await new Promise((resolve) => setImmediate(resolve));
    child.kill('SIGKILL');
    await gone;
    expect(await machine.mountState(target, 2000)).toBe('stale');
    await machine.unmount(target);
    expect(await machine.mountState(target, 2000)).toBe('none');
  });
});

describe('accounts', () => {
  it('are read from their file, broken lines left out', () => {
    const text = 'root:x:0:0:root:/root:/bin/sh\nbroken\n+::::::\nmedia:x:1000:1001::/home/media:\n';
    expect(parseAccounts(text)).toEqual([
      { name: 'root', owner: { uid: 0, gid: 0 }, home: '/root' },
      { name: 'media', owner: { uid: 1000, gid: 1001 }, home: '/home/media' },
    ]);
  });

  it('are found by number and by the first name that exists', async () => {
    expect((await machine.accountOf(0))?.name).toBe('root');
    expect((await machine.findAccount(['showrunner-nope', 'nobody']))?.name).toBe('nobody');
    expect(await machine.findAccount(['showrunner-nope'])).toBeUndefined();
  });
});

it('facts name this boot and this architecture', async () => {
  const facts = await machine.facts();
  expect(facts.bootId).toMatch(/^[0-9a-f-]{36}$/);
  expect(facts.arch).toBe(process.arch === 'arm64' ? 'arm64' : 'amd64');
  expect(facts.isRoot).toBe(process.getuid?.() === 0);
});

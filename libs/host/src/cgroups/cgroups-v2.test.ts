import { describe, expect, it } from 'vitest';
import { createCgroups } from './create-cgroups.ts';
import { createFakeV2, type FakeV2Options } from './fake-v2.ts';

const mebibyte = 2 ** 20;
const run = { owner: '/srv/stack', name: 'riven.1' };

function machine(changes: Partial<FakeV2Options> = {}) {
  const files = createFakeV2({
    mount: '/sys/fs/cgroup',
    mountRoot: '/',
    own: '/',
    controllers: ['cpuset', 'cpu', 'io', 'memory', 'pids'],
    isRoot: true,
    ...changes,
  });
  return { files, cgroups: createCgroups(files) };
}

function made(changes: Partial<FakeV2Options> = {}, limits = {}) {
  const { files, cgroups } = machine(changes);
  const group = cgroups.make(run, limits);
  if (group === undefined) throw new Error('The fake machine gave no group');
  const path = group.entryFiles[0]?.replace(/\/cgroup\.procs$/, '') ?? '';
  const value = (file: string) => files.read(`${path}/${file}`)?.trim();
  return { files, cgroups, path, value, ...group };
}

describe('a machine with control groups of version 2', () => {
  it('gives every run a group of its own under one directory of the data root', () => {
    const { path, name } = made();
    expect(name).toMatch(/^[0-9a-f]{12}\/riven\.1\.[0-9a-f]{8}$/);
    expect(path).toBe(`/sys/fs/cgroup/showrunner/${name}`);
  });

  it('puts memory, swap, processor time and processes into the kernel’s files', () => {
    const { value } = made({}, { memoryBytes: 512 * mebibyte, cpus: 1.5, pids: 100 });
    expect(value('memory.max')).toBe(String(512 * mebibyte));
    expect(value('memory.swap.max')).toBe('0');
    expect(value('memory.oom.group')).toBe('1');
    expect(value('cpu.max')).toBe('150000 100000');
    expect(value('pids.max')).toBe('101'); // one for the keeper
  });

  it('limits nothing that nobody wants limited', () => {
    const { value } = made();
    expect([value('memory.max'), value('memory.swap.max'), value('cpu.max'), value('pids.max')]).toEqual([
      'max',
      'max',
      'max 100000',
      'max',
    ]);
  });

  it('says what holds which limit', () => {
    const { cgroups } = machine({ controllers: ['cpu', 'memory'] });
    expect(cgroups.enforcerOf('memory')).toBe('cgroup-v2');
    expect(cgroups.enforcerOf('pids')).toBeUndefined();
  });

  it('changes and lifts limits of what runs', () => {
    const { cgroups, name, value } = made({}, { memoryBytes: 64 * mebibyte, pids: 9 });
    cgroups.limit(name, { memoryBytes: 128 * mebibyte, cpus: 0.25 });
    expect(value('memory.max')).toBe(String(128 * mebibyte));
    expect(value('cpu.max')).toBe('25000 100000');
    expect(value('pids.max')).toBe('max');
  });

  it('does not end what uses more than a new limit allows', () => {
    const { cgroups, files, name, path, value } = made();
    files.set(`${path}/memory.current`, `${200 * mebibyte}\n`);
    files.set(`${path}/memory.stat`, `inactive_file ${20 * mebibyte}\n`);
    expect(() => cgroups.limit(name, { memoryBytes: 64 * mebibyte })).toThrow(/already/);
    expect(value('memory.max')).toBe('max');
    cgroups.limit(name, { memoryBytes: 180 * mebibyte });
    expect(value('memory.max')).toBe(String(180 * mebibyte));
  });

  it('knows members, usage and whether the kernel has ended one for want of memory', () => {
    const { cgroups, files, name, path } = made();
    files.enter(path, 11, 12);
    files.set(`${path}/cpu.stat`, 'usage_usec 2500000\nuser_usec 1\n');
    files.set(`${path}/memory.current`, '5000\n');
    files.set(`${path}/memory.stat`, 'anon 1\ninactive_file 1000\n');
    expect(cgroups.members(name)).toEqual([11, 12]);
    expect(cgroups.usage(name)).toEqual({ cpuMs: 2500, memoryBytes: 4000 });
    expect(cgroups.outOfMemory(name)).toBe(false);
    files.set(`${path}/memory.events`, 'oom 1\noom_kill 1\n');
    expect(cgroups.outOfMemory(name)).toBe(true);
  });

  it('takes its list of members for all there is, unless it is not there or a program has made groups below it', () => {
    const { cgroups, files, name, path } = made();
    files.enter(path, 11, 12);
    expect(cgroups.roster(name)).toEqual([11, 12]);
    files.make(`${path}/inner`);
    expect(cgroups.roster(name)).toBeUndefined();
    files.remove(`${path}/inner`);
    cgroups.end(name, () => undefined);
    expect(cgroups.roster(name)).toEqual([]);
    expect(cgroups.remove(name)).toBe(true);
    expect(cgroups.roster(name)).toBeUndefined();
  });

  it('ends all members at once', () => {
    const { cgroups, files, name, path } = made();
    files.enter(path, 11, 12);
    cgroups.end(name, () => expect.unreachable());
    expect(cgroups.members(name)).toEqual([]);
  });

  it('keeps a group with members and removes an empty one', () => {
    const { cgroups, files, name, path } = made();
    files.enter(path, 11);
    cgroups.remove(name);
    expect(files.exists(path)).toBe(true);
    cgroups.end(name, () => undefined);
    cgroups.remove(name);
    expect(files.exists(path)).toBe(false);
    expect(files.children('/sys/fs/cgroup/showrunner')).toEqual([]);
  });

  it('removes what former control planes of this data root have left, and nothing of another', () => {
    const { cgroups, files, name, path } = made();
    const other = cgroups.make({ owner: '/srv/other', name: 'riven.1' }, {});
    const busy = cgroups.make({ ...run, name: 'plex.4' }, {});
    const kept = cgroups.make({ ...run, name: 'rclone.2' }, {});
    files.enter(`/sys/fs/cgroup/showrunner/${busy?.name ?? ''}`, 7);
    createCgroups(files).sweep(run.owner, new Set([kept?.name ?? '']));
    expect(files.exists(path)).toBe(false);
    expect(cgroups.members(name)).toEqual([]);
    for (const group of [other, busy, kept]) {
      expect(files.exists(`/sys/fs/cgroup/showrunner/${group?.name ?? ''}`)).toBe(true);
    }
  });

  it('takes no group of a former run, with its members and counters, for that of another', () => {
    const { cgroups, name } = made();
    expect(cgroups.make(run, {})?.name).not.toBe(name);
  });

  it('is not led out of its directory by a name', () => {
    const { cgroups } = machine();
    expect(cgroups.members('../../init')).toEqual([]);
    expect(cgroups.make({ owner: 'x', name: '../../etc' }, {})?.name).toMatch(/^[0-9a-f]{12}\/-.*etc\.[0-9a-f]{8}$/);
  });
});

describe('a container or delegated subtree', () => {
  it('goes into a leaf itself, because a group with controllers may have no processes beside groups', () => {
    const { files, path, value } = made({ isRoot: false }, { pids: 5 });
    files.enter('/sys/fs/cgroup/showrunner.control', 1);
    expect(path).toMatch(/^\/sys\/fs\/cgroup\/showrunner\/[0-9a-f]{12}\/riven\.1\.[0-9a-f]{8}$/);
    expect(value('pids.max')).toBe('6');
  });

  it('moves what is in its group, ourselves too, before it makes the first', () => {
    const { files, cgroups } = machine({ isRoot: false });
    files.enter('/sys/fs/cgroup', 1, 42);
    expect(cgroups.enforcerOf('memory')).toBe('cgroup-v2');
    expect(files.read('/sys/fs/cgroup/showrunner.control/cgroup.procs')).toBe('1\n42\n');
    expect(files.read('/sys/fs/cgroup/cgroup.procs')).toBe('');
  });

  it('finds the same place when it is started in its leaf', () => {
    const { files } = machine({ isRoot: false });
    files.make('/sys/fs/cgroup/showrunner.control');
    files.set('/proc/self/cgroup', '0::/showrunner.control\n');
    expect(createCgroups(files).make(run, {})?.entryFiles[0]).toMatch(/^\/sys\/fs\/cgroup\/showrunner\/[^/]+\/riven/);
  });

  it('stays within what of the hierarchy is mounted', () => {
    const own = '/docker/abc';
    const { path } = made({ isRoot: false, mountRoot: own, own });
    expect(path).toMatch(/^\/sys\/fs\/cgroup\/showrunner\//);
  });
});

describe('a machine that lets us make no groups', () => {
  it('holds no limit and says so', () => {
    const { cgroups } = machine({ readOnly: true });
    expect(cgroups.make(run, { pids: 5 })).toBeUndefined();
    expect(cgroups.enforcerOf('memory')).toBeUndefined();
    expect(cgroups.members('000000000000/riven.1')).toEqual([]);
    expect(cgroups.usage('000000000000/riven.1')).toEqual({ cpuMs: undefined, memoryBytes: undefined });
  });

  it('without any hierarchy is no error', () => {
    const { files } = machine();
    files.set('/proc/self/mountinfo', '');
    expect(createCgroups(files).make(run, {})).toBeUndefined();
  });

  it('still tells what belongs together where version 2 has no controllers', () => {
    const { cgroups, files, name, path } = made({ controllers: ['hugetlb'] }, { pids: 5 });
    files.enter(path, 11);
    expect(cgroups.enforcerOf('pids')).toBeUndefined();
    expect(cgroups.members(name)).toEqual([11]);
  });
});

import type { CgroupFiles } from './cgroup-files.ts';

/** A v2 tree with the kernel's rules, for machines that have none. Paths are whole; `mount` is where it is mounted. */
export interface FakeV2 extends CgroupFiles {
  readonly contents: ReadonlyMap<string, string>;
  /** Puts processes into a group, as a fork or an entry does. */
  enter(group: string, ...pids: readonly number[]): void;
  set(path: string, value: string): void;
}

export interface FakeV2Options {
  readonly mount: string;
  readonly mountRoot: string;
  readonly own: string;
  readonly controllers: readonly string[];
  /** The hierarchy's own root: it has no `cgroup.type`, and may have processes beside groups. */
  readonly isRoot: boolean;
  readonly readOnly?: boolean;
}

const filesOf: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  memory: {
    'memory.max': 'max\n',
    'memory.swap.max': 'max\n',
    'memory.oom.group': '0\n',
    'memory.current': '0\n',
    'memory.events': 'low 0\nhigh 0\nmax 0\noom 0\noom_kill 0\noom_group_kill 0\n',
    'memory.stat': 'anon 0\nfile 0\ninactive_file 0\n',
  },
  cpu: { 'cpu.max': 'max 100000\n' },
  pids: { 'pids.max': 'max\n', 'pids.current': '0\n' },
};

/** Makes the tree. */
export function createFakeV2(options: FakeV2Options): FakeV2 {
  const contents = new Map<string, string>([
    [
      '/proc/self/mountinfo',
      `30 23 0:26 ${options.mountRoot} ${options.mount} rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n`,
    ],
    ['/proc/self/cgroup', `0::${options.own}\n`],
  ]);
  const groups = new Set<string>();
  const fail = (code: string): never => {
    throw Object.assign(new Error(code), { code });
  };
  const words = (path: string) => (contents.get(path) ?? '').split(/\s+/).filter((word) => word !== '');
  const childrenOf = (group: string) =>
    [...groups].filter((other) => other.startsWith(`${group}/`) && !other.slice(group.length + 1).includes('/'));
  const parentOf = (path: string) => path.slice(0, path.lastIndexOf('/'));
  const isTop = (group: string) => group === options.mount;

  const give = (group: string, controller: string) => {
    contents.set(`${group}/cgroup.controllers`, `${[...words(`${group}/cgroup.controllers`), controller].join(' ')}\n`);
    for (const [name, value] of Object.entries(filesOf[controller] ?? {})) contents.set(`${group}/${name}`, value);
  };
  const add = (group: string) => {
    groups.add(group);
    for (const name of ['cgroup.procs', 'cgroup.controllers', 'cgroup.subtree_control'])
      contents.set(`${group}/${name}`, '');
    if (isTop(group) && options.isRoot) return;
    contents.set(`${group}/cgroup.type`, 'domain\n');
    contents.set(`${group}/cgroup.kill`, '');
    contents.set(`${group}/cpu.stat`, 'usage_usec 0\nuser_usec 0\nsystem_usec 0\n');
  };
  add(options.mount);
  for (const controller of options.controllers) give(options.mount, controller);

  const passOn = (group: string, controller: string) => {
    if (!words(`${group}/cgroup.controllers`).includes(controller)) fail('ENOENT');
    const inner = words(`${group}/cgroup.procs`).length > 0;
    if (inner && !(isTop(group) && options.isRoot)) fail('EBUSY');
    contents.set(
      `${group}/cgroup.subtree_control`,
      `${[...words(`${group}/cgroup.subtree_control`), controller].join(' ')}\n`,
    );
    for (const child of childrenOf(group)) give(child, controller);
  };
  const move = (group: string, pid: string) => {
    const forbidden = words(`${group}/cgroup.subtree_control`).length > 0 && !(isTop(group) && options.isRoot);
    if (forbidden) fail('EBUSY');
    for (const other of groups) {
      const rest = words(`${other}/cgroup.procs`).filter((member) => member !== pid);
      contents.set(`${other}/cgroup.procs`, rest.map((member) => `${member}\n`).join(''));
    }
    contents.set(`${group}/cgroup.procs`, `${contents.get(`${group}/cgroup.procs`) ?? ''}${pid}\n`);
  };

  return {
    contents,
    read: (path) => contents.get(path),
    set: (path, value) => void contents.set(path, value),
    enter: (group, ...pids) => pids.forEach((pid) => move(group, String(pid))),
    write(path, value) {
      if (!contents.has(path)) fail('ENOENT');
      const group = parentOf(path);
      if (path.endsWith('/cgroup.subtree_control')) passOn(group, value.slice(1));
      else if (path.endsWith('/cgroup.procs')) move(group, value);
      else if (path.endsWith('/cgroup.kill')) contents.set(`${group}/cgroup.procs`, '');
      else contents.set(path, `${value}\n`);
    },
    exists: (path) => groups.has(path) || contents.has(path),
    isWritable: (path) => options.readOnly !== true && (groups.has(path) || contents.has(path)),
    children: (group) => childrenOf(group).map((child) => child.slice(group.length + 1)),
    make(group) {
      if (groups.has(group)) return false;
      if (!groups.has(parentOf(group))) fail('ENOENT');
      add(group);
      for (const controller of words(`${parentOf(group)}/cgroup.subtree_control`)) give(group, controller);
      return true;
    },
    remove(group) {
      if (!groups.has(group)) return true;
      if (childrenOf(group).length > 0 || words(`${group}/cgroup.procs`).length > 0) return false;
      groups.delete(group);
      for (const path of [...contents.keys()]) if (path.startsWith(`${group}/`)) contents.delete(path);
      return true;
    },
  };
}

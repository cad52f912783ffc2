/** One mounted hierarchy of control groups, as the kernel tells of it. */
export interface MountedHierarchy {
  readonly version: 1 | 2;
  readonly mountPoint: string;
  /** What of the hierarchy is mounted there: `/`, or the part that a container was given. */
  readonly mountRoot: string;
  /** Of v1 only: `memory`, `cpu`, `cpuacct`, …; v2 names its controllers in files. */
  readonly controllers: readonly string[];
}

/** Reads /proc/self/mountinfo. Octal escapes stand for blanks in paths. */
export function parseMountInfo(text: string): readonly MountedHierarchy[] {
  return text.split('\n').flatMap((line): readonly MountedHierarchy[] => {
    const [before = '', after = ''] = line.split(' - ');
    const [, , , mountRoot, mountPoint] = before.split(' ').map(unescaped);
    const [type, , options = ''] = after.split(' ');
    if (mountRoot === undefined || mountPoint === undefined) return [];
    if (type === 'cgroup2') return [{ version: 2, mountPoint, mountRoot, controllers: [] }];
    if (type === 'cgroup') return [{ version: 1, mountPoint, mountRoot, controllers: options.split(',') }];
    return [];
  });
}

/** Reads /proc/self/cgroup: where we are in the v2 hierarchy. */
export function parseOwnGroup(text: string): string | undefined {
  return /^0::(\/.*)$/m.exec(text)?.[1];
}

function unescaped(word: string): string {
  return word.replace(/\\(\d{3})/g, (_match, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

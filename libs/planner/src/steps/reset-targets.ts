import type { Json, JsonObject } from '@showrunner/contracts';
import type { Member, World } from '../resolve/world.ts';

/** A path of an entry that goes with it. */
export interface ResetTarget {
  /** As the document has it. */
  readonly path: string;
  readonly realPath: string;
  readonly kind: 'directory' | 'file';
  /** The field of the entry that names it. */
  readonly source: string;
}

export interface ResetTargets {
  readonly targets: readonly ResetTarget[];
  /** What is left where it is, and why. */
  readonly kept: readonly string[];
}

const directoryFields = ['config_dir', 'install_dir'];
const fileFields = ['config_file', 'log_file', 'access_log_file'];
/** Places of the machine, of everybody, or of what is mounted: never cleared, whoever names them. */
const protectedPaths = new Set(
  ['', '/config', '/log', '/data', '/healthcheck', '/opt', '/srv', '/home', '/root', '/etc', '/usr', '/var'].concat([
    '/run',
    '/tmp',
    '/boot',
    '/bin',
    '/sbin',
    '/lib',
    '/lib64',
    '/proc',
    '/sys',
    '/dev',
    '/mnt',
    '/media',
  ]),
);
const mountPlaces = /^\/(mnt|media)(\/|$)/;

/**
 * What of an entry's files goes when it is removed: directories at or below the place that its template has, files at
 * exactly that place, nothing that another entry uses. The data of database servers stays.
 * @param expected the entry as its template would make it
 */
export function resetTargets(member: Member, expected: JsonObject, world: World): ResetTargets {
  const { entry, manifest } = member;
  if (manifest.stopTier === 'databases') return { targets: [], kept: ['Its databases are kept.'] };
  const others = world.members.filter((other) => other !== member && other.entry.replica?.of !== entry.processName);
  const targets: ResetTarget[] = [];
  const kept: string[] = [];
  const judge = (source: string, kind: ResetTarget['kind']) => {
    const path = toPath(entry.config[source]);
    const place = toPath(expected[source]);
    if (path === undefined || targets.some((target) => target.kind === 'directory' && isWithin(path, target.path)))
      return;
    const user = others.find((other) => usesPath(other, path, kind));
    const isOwn = place !== undefined && (kind === 'file' ? path === place : isWithin(path, place));
    if (user !== undefined) kept.push(`${path} is kept: ${user.entry.processName} uses it as well.`);
    else if (!isOwn || protectedPaths.has(path) || mountPlaces.test(path))
      kept.push(`${path} is kept: it is not where ${manifest.displayName} has its files by default.`);
    else targets.push({ path, realPath: world.paths.toReal(path), kind, source });
  };
  for (const source of directoryFields) judge(source, 'directory');
  for (const source of fileFields) judge(source, 'file');
  return { targets, kept };
}

/** Whether a path of another entry is the same, above it or below it. */
function usesPath({ entry }: Member, path: string, kind: ResetTarget['kind']): boolean {
  const used = [...directoryFields, ...fileFields].flatMap((field) => toPath(entry.config[field]) ?? []);
  if (kind === 'file') return used.includes(path);
  return used.some((other) => isWithin(other, path) || (isWithin(path, other) && !protectedPaths.has(other)));
}

function isWithin(path: string, directory: string): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}

/** An absolute path without detours; anything else is not ours to delete. */
function toPath(value: Json | undefined): string | undefined {
  if (typeof value !== 'string' || !value.startsWith('/') || /(^|\/)\.{1,2}(\/|$)/.test(value)) return undefined;
  return value.replace(/\/{2,}/g, '/').replace(/\/$/, '');
}

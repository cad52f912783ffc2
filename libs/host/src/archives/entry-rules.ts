import { Problem } from '@showrunner/contracts';
import { type ExtractRequest, isKept } from '@showrunner/platform';

const maxPathLength = 4096;
const maxLinkHops = 40;

/** One thing in an archive, as the archive claims it. */
export interface ClaimedEntry {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'symlink' | 'other';
  /** Only for symlinks. */
  readonly target?: string;
}

/** Judges entries one after the other; it remembers what it has let in. */
export interface EntryGuard {
  /** Answers the path parts under the target, or `undefined` for an entry that is stripped or not wanted. @throws Problem `archive.unsafe` */
  admit(entry: ClaimedEntry): readonly string[] | undefined;
  /** Counts unpacked bytes, as they come and not as the archive announces them. @throws Problem `archive.unsafe` */
  count(bytes: number): void;
  /** Checks all links together; call it when every entry has been admitted and before a link is made. */
  checkLinks(): readonly { readonly path: string; readonly target: string }[];
  readonly entries: number;
  readonly sizeBytes: number;
}

export function createEntryGuard(
  limits: Pick<ExtractRequest, 'strip' | 'keep' | 'absoluteLinks' | 'maxEntries' | 'maxBytes'>,
): EntryGuard {
  const isWanted = (path: string): boolean => limits.keep === undefined || isKept(path, limits.keep);
  const kinds = new Map<string, ClaimedEntry['kind']>();
  const links = new Map<string, string>();
  let entries = 0;
  let sizeBytes = 0;
  return {
    admit: (entry) => {
      if (++entries > limits.maxEntries) throw unsafe(`more than ${limits.maxEntries} entries`, entry.name);
      const all = parseName(entry.name);
      if (!isWanted(all.join('/'))) return undefined;
      const parts = all.slice(limits.strip);
      if (entry.kind === 'other') throw unsafe('a device, pipe, socket or hard link', entry.name);
      if (parts.length === 0) return undefined;
      const path = parts.join('/');
      refuseOverwrite(kinds, entry, parts);
      kinds.set(path, entry.kind);
      if (entry.kind === 'symlink')
        links.set(path, parseTarget(entry, limits.absoluteLinks === 'from-target' ? parts : undefined));
      return parts;
    },
    count: (bytes) => {
      sizeBytes += bytes;
      if (sizeBytes > limits.maxBytes) throw unsafe(`more than ${limits.maxBytes} unpacked bytes`, '');
    },
    checkLinks: () => {
      for (const path of links.keys()) walk(path, links);
      return [...links].map(([path, target]) => ({ path, target }));
    },
    get entries() {
      return entries;
    },
    get sizeBytes() {
      return sizeBytes;
    },
  };
}

function parseName(name: string): readonly string[] {
  if (name.includes('\0') || name.includes('\\')) throw unsafe('a name with a backslash or NUL', name);
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) throw unsafe('an absolute path', name);
  if (name.length > maxPathLength) throw unsafe('a path that is too long', `${name.slice(0, 60)}…`);
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw unsafe('a path with ..', name);
  return parts;
}

/** @param place of the link, where an absolute target starts at the top of the archive */
function parseTarget(entry: ClaimedEntry, place: readonly string[] | undefined): string {
  const target = entry.target ?? '';
  if (target === '' || target.includes('\0')) throw unsafe('a link without a target', entry.name);
  if (!target.startsWith('/')) return target;
  if (place === undefined) throw unsafe('a link to an absolute path', entry.name);
  return `${'../'.repeat(place.length - 1)}${target.replace(/^\/+/, '')}` || '.';
}

/** Nothing is written twice, below a link, or below a file. Directories may be named again. */
function refuseOverwrite(kinds: ReadonlyMap<string, string>, entry: ClaimedEntry, parts: readonly string[]): void {
  for (let depth = 1; depth < parts.length; depth++) {
    const above = kinds.get(parts.slice(0, depth).join('/'));
    if (above !== undefined && above !== 'directory') throw unsafe(`an entry below a ${above}`, entry.name);
  }
  const path = parts.join('/');
  const known = kinds.get(path);
  if (known !== undefined && !(known === 'directory' && entry.kind === 'directory'))
    throw unsafe('an entry twice', entry.name);
  if (entry.kind === 'directory') return;
  for (const other of kinds.keys()) {
    // Only links need the look below themselves: a file there fails by itself when it is written.
    if (entry.kind === 'symlink' && other.startsWith(`${path}/`))
      throw unsafe('a link in place of a directory', entry.name);
  }
}

/** Follows a link the way the kernel will, through every other link, and never above the target directory. */
function walk(start: string, links: ReadonlyMap<string, string>): void {
  const at: string[] = [];
  const rest = start.split('/');
  let hops = 0;
  for (let part = rest.shift(); part !== undefined; part = rest.shift()) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (at.pop() === undefined) throw unsafe('a link that leaves the target', start);
      continue;
    }
    const target = links.get([...at, part].join('/'));
    if (target === undefined) at.push(part);
    else if (++hops > maxLinkHops) throw unsafe('links in a circle', start);
    else rest.unshift(...target.split('/'));
  }
}

function unsafe(what: string, name: string): Problem {
  const where = name === '' ? '' : ` (${JSON.stringify(name)})`;
  return new Problem('archive.unsafe', `The archive has ${what}${where}`, { details: { entry: name } });
}

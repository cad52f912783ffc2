import { Problem } from '@showrunner/contracts';
import { fakeSha256 } from './fake-digests.ts';
import type { FileFacts, Files, Owner, WriteOptions } from '../files.ts';

type Node = { readonly id: string; readonly bornAt: number; mode: number; owner: Owner; modifiedAt: number } & (
  | { readonly kind: 'file'; bytes: Uint8Array }
  | { readonly kind: 'directory' }
  | { readonly kind: 'symlink'; target: string }
);

/** A file system in memory. Links are kept but not followed, which is all that the rooms need of them. */
export interface FakeFiles extends Files {
  /** Every path with what is there: content of files, `→ target` of links, `/` for directories. */
  snapshot(under?: string): Record<string, string>;
  /** Takes everything out of a file that stays the same file, as a foreign rotation does. */
  emptyInPlace(path: string): Promise<void>;
  /** The next call of that verb whose path contains the text fails. */
  failNext(verb: 'write' | 'rename' | 'remove' | 'copy' | 'compress' | 'punch', path: string): void;
}

/** What stands before compressed content here. */
const compressed = Uint8Array.of(0x1f, 0x8b);

/** @param options.holes whether this file system can punch holes */
export function createFakeFiles(
  owner: Owner = { uid: 1000, gid: 1000 },
  { holes = true }: { readonly holes?: boolean } = {},
): FakeFiles {
  const nodes = new Map<string, Node>();
  const failures: { verb: string; path: string }[] = [];
  const listeners = new Set<() => void>();
  let inode = 0;
  const base = (mode: number, of: Owner = owner) => {
    inode += 1;
    return { id: `1:${inode}`, mode, owner: of, modifiedAt: inode, bornAt: inode };
  };
  nodes.set('/', { kind: 'directory', ...base(0o755) });

  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const mayFail = (verb: string, path: string): void => {
    const index = failures.findIndex((failure) => failure.verb === verb && path.includes(failure.path));
    if (index < 0) return;
    failures.splice(index, 1);
    throw new Problem('file.unwritable', `Cannot ${verb} ${path}: told to fail`, { details: { path } });
  };
  const below = (path: string): string[] => [...nodes.keys()].filter((key) => key.startsWith(`${path}/`));
  const makeDirectory = (path: string, options: WriteOptions = {}): void => {
    const known = nodes.get(path);
    if (known?.kind === 'directory') return;
    if (known && known.kind !== 'symlink')
      throw new Problem('file.unwritable', `Cannot write ${path}: a file is in the way`);
    if (known) return;
    makeDirectory(parentOf(path), options);
    nodes.set(path, { kind: 'directory', ...base(options.mode ?? 0o755, options.owner) });
  };
  const bytesOf = (path: string): Uint8Array | undefined => {
    const node = nodes.get(path);
    if (node?.kind === 'directory') throw new Error(`EISDIR: ${path}`);
    return node?.kind === 'file' ? node.bytes : undefined;
  };
  const need = (path: string): Node => {
    const node = nodes.get(path);
    if (!node) throw new Problem('file.unwritable', `Cannot write ${path}: not there`);
    return node;
  };
  const fileOf = (path: string, fileId: string) => {
    const node = need(path);
    if (node.kind !== 'file' || node.id !== fileId)
      throw new Problem('file.unwritable', `Cannot write ${path}: it is another file by now`);
    return node;
  };
  const write = (path: string, content: string | Uint8Array, options: WriteOptions = {}): void => {
    const before = nodes.get(path);
    if (before?.kind === 'directory')
      throw new Problem('file.unwritable', `Cannot write ${path}: a directory is in the way`);
    makeDirectory(parentOf(path));
    const made = base(options.mode ?? before?.mode ?? 0o644, options.owner ?? before?.owner);
    nodes.set(path, { kind: 'file', bytes: typeof content === 'string' ? encode(content) : content.slice(), ...made });
    changed();
  };
  const move = (from: string, to: string, keep: boolean): void => {
    need(from);
    if (!nodes.has(parentOf(to))) throw new Problem('file.unwritable', `Cannot write ${to}: no parent directory`);
    if (!keep && below(to).length > 0) throw new Problem('file.unwritable', `Cannot write ${to}: not empty`);
    for (const key of [from, ...below(from)]) {
      const node = need(key);
      if (!keep) nodes.delete(key);
      nodes.set(to + key.slice(from.length), keep ? { ...node, ...base(node.mode, node.owner) } : node);
    }
    changed();
  };

  return {
    readText: async (path) => {
      const bytes = bytesOf(path);
      return bytes && new TextDecoder().decode(bytes);
    },
    readBytes: async (path) => bytesOf(path)?.slice(),
    write: async (path, content, options) => {
      mayFail('write', path);
      write(path, content, options);
    },
    overwrite: async (path, content, options) => {
      mayFail('write', path);
      const node = nodes.get(path);
      if (node?.kind !== 'file') return write(path, content, options);
      const bytes = encode(content);
      node.bytes = new Uint8Array([...bytes, ...node.bytes.subarray(bytes.length)]);
      changed();
    },
    append: async (path, content) => {
      const more = typeof content === 'string' ? encode(content) : content;
      const before = bytesOf(path) ?? new Uint8Array();
      const node = nodes.get(path);
      if (node?.kind !== 'file') return write(path, more);
      node.bytes = new Uint8Array([...before, ...more]);
      changed();
    },
    facts: async (path) => {
      const node = nodes.get(path);
      return node && toFacts(node);
    },
    list: async (path) => {
      const prefix = path === '/' ? '/' : `${path}/`;
      const names = [...nodes.keys()]
        .filter((key) => key !== '/' && key.startsWith(prefix))
        .map((key) => key.slice(prefix.length));
      return names.filter((name) => !name.includes('/')).sort();
    },
    makeDirectory: async (path, options) => makeDirectory(path, options),
    setOwner: async (path, to, options) => {
      for (const key of options?.recursive ? [path, ...below(path)] : [path]) need(key).owner = to;
    },
    setMode: async (path, mode) => {
      need(path).mode = mode;
    },
    rename: async (from, to) => {
      mayFail('rename', from);
      mayFail('rename', to);
      move(from, to, false);
    },
    copy: async (from, to) => {
      mayFail('copy', from);
      makeDirectory(parentOf(to));
      move(from, to, true);
    },
    symlink: async (target, path) => {
      if (nodes.has(path)) throw new Problem('file.unwritable', `Cannot write ${path}: it exists`);
      nodes.set(path, { kind: 'symlink', target, ...base(0o777) });
    },
    readLink: async (path) => {
      const node = nodes.get(path);
      return node?.kind === 'symlink' ? node.target : undefined;
    },
    remove: async (path, options) => {
      mayFail('remove', path);
      const inside = below(path);
      if (inside.length > 0 && !options?.recursive)
        throw new Problem('file.unwritable', `Cannot write ${path}: not empty`);
      for (const key of [path, ...inside]) nodes.delete(key);
      changed();
    },
    readRange: async (path, offset, limitBytes) =>
      (bytesOf(path) ?? new Uint8Array()).slice(offset, offset + limitBytes),
    compress: async ({ path, fileId, offset, lengthBytes }, to) => {
      mayFail('compress', to);
      const node = fileOf(path, fileId);
      if (node.bytes.length < offset + lengthBytes)
        throw new Problem('file.unwritable', `Cannot write ${to}: ${path} is shorter`);
      const content = node.bytes.subarray(offset, offset + lengthBytes);
      write(to, new Uint8Array([...compressed, ...content]), { mode: node.mode, owner: node.owner });
    },
    sha256: async (path) => {
      const bytes = bytesOf(path);
      return bytes === undefined ? undefined : fakeSha256(new TextDecoder().decode(bytes));
    },
    decompress: async function* (path) {
      const bytes = bytesOf(path);
      if (bytes === undefined) return;
      if (!compressed.every((byte, index) => bytes[index] === byte)) throw new Error(`${path} is not compressed`);
      for (let at = compressed.length; at < bytes.length; at += 7) yield bytes.slice(at, at + 7);
    },
    canPunch: async () => holes,
    punch: async (path, fileId, lengthBytes) => {
      mayFail('punch', path);
      if (!holes) throw new Problem('file.unwritable', `Cannot write ${path}: this file system has no holes`);
      fileOf(path, fileId).bytes.fill(0, 0, lengthBytes);
    },
    follow: (path, from, onChunk, signal) =>
      new Promise((resolve, reject) => {
        const start = nodes.get(path);
        let id = start?.id;
        let at = from === 'start' ? 0 : from === 'end' ? (bytesOf(path)?.length ?? 0) : from;
        let busy = false;
        const give = async (): Promise<void> => {
          for (let node = nodes.get(path); node?.kind === 'file'; node = nodes.get(path)) {
            if (node.id !== id || node.bytes.length < at) at = 0;
            id = node.id;
            if (node.bytes.length === at) return;
            const offset = at;
            at = node.bytes.length;
            await onChunk({ fileId: id, offset, bytes: node.bytes.slice(offset), behindBytes: 0 });
          }
        };
        const look = (): void => {
          if (busy) return;
          busy = true;
          give().then(() => (busy = false), reject);
        };
        listeners.add(look);
        const stop = (): void => {
          listeners.delete(look);
          resolve();
        };
        signal.addEventListener('abort', stop, { once: true });
        if (signal.aborted) stop();
        else look();
      }),
    snapshot: (under = '') =>
      Object.fromEntries(
        [...nodes]
          .filter(([key]) => key !== '/' && (key === under || key.startsWith(`${under}/`)))
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, node]) => [key, describeNode(node)]),
      ),
    emptyInPlace: async (path) => {
      const node = need(path);
      if (node.kind === 'file') node.bytes = new Uint8Array();
      changed();
    },
    failNext: (verb, path) => {
      failures.push({ verb, path });
    },
  };
}

function toFacts(node: Node): FileFacts {
  const { kind, mode, owner, id, modifiedAt, bornAt } = node;
  return { kind, mode, owner, id, modifiedAt, bornAt, sizeBytes: node.kind === 'file' ? node.bytes.length : 0 };
}

function describeNode(node: Node): string {
  if (node.kind === 'directory') return '/';
  return node.kind === 'symlink' ? `→ ${node.target}` : new TextDecoder().decode(node.bytes);
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

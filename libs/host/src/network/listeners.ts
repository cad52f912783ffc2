import { readdir, readFile, readlink } from 'node:fs/promises';
import type { PortHolder } from '@showrunner/platform';
import { programOf } from '../machine/program-of.ts';
import { hasCode, orNothing } from '../system-errors.ts';

const listenState = '0A';

/** All listening TCP sockets, with their processes where the kernel lets us see them. */
export async function listListeners(): Promise<readonly PortHolder[]> {
  const sockets = [...parseSocketTable(await table('tcp')), ...parseSocketTable(await table('tcp6'))];
  const holders = await findHolders(new Set(sockets.map((socket) => socket.inode)));
  return sockets.map(({ port, address, inode }) => ({ port, address, ...holders.get(inode) }));
}

interface ListeningSocket {
  readonly port: number;
  readonly address: string;
  readonly inode: string;
}

/** Reads the listening rows of `/proc/net/tcp` or `tcp6`. */
export function parseSocketTable(text: string): readonly ListeningSocket[] {
  return text
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[3] === listenState)
    .map((columns) => {
      const [address = '', port = ''] = (columns[1] ?? '').split(':');
      return { port: Number.parseInt(port, 16), address: toAddress(address), inode: columns[9] ?? '' };
    });
}

/** The kernel prints each 32-bit word of an address in the byte order of the machine (little-endian on ours). */
export function toAddress(hex: string): string {
  const words = hex.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => (word.match(/../g) ?? []).reverse().map((pair) => Number.parseInt(pair, 16)));
  if (bytes.length === 4) return bytes.join('.');
  const mapped = bytes.slice(0, 12).every((byte, index) => byte === (index < 10 ? 0 : 255));
  if (mapped) return bytes.slice(12).join('.');
  const groups = Array.from({ length: 8 }, (_, at) =>
    (((bytes[at * 2] ?? 0) << 8) | (bytes[at * 2 + 1] ?? 0)).toString(16),
  );
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

async function table(name: string): Promise<string> {
  try {
    return await readFile(`/proc/net/${name}`, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return '';
    throw error;
  }
}

async function findHolders(wanted: ReadonlySet<string>): Promise<Map<string, { pid: number; program?: string }>> {
  const found = new Map<string, { pid: number; program?: string }>();
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    if (found.size === wanted.size) break;
    for (const inode of await socketsOf(pid)) {
      if (!wanted.has(inode) || found.has(inode)) continue;
      const program = await programOf(Number(pid));
      found.set(inode, { pid: Number(pid), ...(program === undefined ? {} : { program }) });
    }
  }
  return found;
}

/** Processes end while we look, and those of others are closed to us; both have nothing to show. */
async function socketsOf(pid: string): Promise<readonly string[]> {
  const links = await Promise.all(
    ((await orNothing(readdir(`/proc/${pid}/fd`))) ?? []).map((fd) => orNothing(readlink(`/proc/${pid}/fd/${fd}`))),
  );
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link ?? '')?.[1] ?? []);
}

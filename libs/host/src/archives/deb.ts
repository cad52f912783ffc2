import * as fs from 'node:fs/promises';
import { unpackTar, type Unpacking } from './tar.ts';
import type { Compression } from './decoders.ts';

const magic = '!<arch>\n';
const headerBytes = 60;
/** A package has three members; signed ones have a few more. */
const maxMembers = 16;

interface Member {
  readonly name: string;
  readonly from: number;
  readonly sizeBytes: number;
}

const compressions: Readonly<Record<string, Compression>> = {
  'data.tar': 'none',
  'data.tar.gz': 'gz',
  'data.tar.xz': 'xz',
  'data.tar.zst': 'zst',
};

/** Unpacks the files of a Debian package (deb(5)): an ar archive with a tar in it. Its control scripts are not looked at. */
export async function unpackDeb(work: Unpacking): Promise<void> {
  const members = await listMembers(work.archive);
  if (members[0]?.name !== 'debian-binary') throw new Error('not a Debian package');
  const data = members.find(({ name }) => name.startsWith('data.tar'));
  const compression = compressions[data?.name ?? ''];
  if (data === undefined || compression === undefined)
    throw new Error(`a package with ${data?.name ?? 'no files'}, which cannot be read`);
  await unpackTar(work, compression, { start: data.from, end: data.from + data.sizeBytes - 1 });
}

async function listMembers(path: string): Promise<readonly Member[]> {
  const file = await fs.open(path);
  try {
    const read = async (position: number, length: number): Promise<string> => {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, position);
      return buffer.toString('latin1', 0, bytesRead);
    };
    const { size } = await file.stat();
    if ((await read(0, magic.length)) !== magic) throw new Error('not an ar archive');
    const members: Member[] = [];
    for (let at = magic.length; at < size;) {
      const member = parseHeader(await read(at, headerBytes), at + headerBytes);
      if (member.sizeBytes < 1 || member.from + member.sizeBytes > size) throw new Error(`${member.name} is cut short`);
      if (members.push(member) > maxMembers) throw new Error('an ar archive with too many members');
      // Members begin at even offsets.
      at = member.from + member.sizeBytes + (member.sizeBytes % 2);
    }
    return members;
  } finally {
    await file.close();
  }
}

/** name (16), time (12), owner (6), group (6), mode (8), size (10), end mark (2). */
function parseHeader(header: string, from: number): Member {
  const match = /^(.{16}).{32}(\d{1,10}) *`\n$/s.exec(header);
  if (match?.[1] === undefined) throw new Error('a damaged ar header');
  return { name: match[1].trimEnd().replace(/\/$/, ''), from, sizeBytes: Number(match[2]) };
}

import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExtractRequest } from '@showrunner/platform';
import { pack, type Header } from 'tar-stream';
import { createArchives } from './archives.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'archives-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

type TarEntry = Partial<Header> & { name: string; content?: string };

async function makeTar(entries: readonly TarEntry[]): Promise<string> {
  const stream = pack();
  for (const { content, ...header } of entries) stream.entry(header, content ?? '');
  stream.finalize();
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part as Uint8Array);
  const path = join(directory, 'archive.tar.gz');
  await writeFile(path, gzipSync(Buffer.concat(parts)));
  return path;
}

/** A zip made by hand, since every writer refuses the names that matter here. */
async function makeZip(entries: readonly { name: string; content?: string; mode?: number }[]): Promise<string> {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content = '', mode = 0o100644 } of entries) {
    const bytes = Buffer.from(content);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(bytes.length, 14);
    fields.writeUInt32LE(bytes.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const header = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), bytes]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((mode << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), fields, tail, Buffer.from(name)]));
    local.push(header);
    offset += header.length;
  }
  const directoryBytes = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directoryBytes.length, 12);
  end.writeUInt32LE(offset, 16);
  const path = join(directory, 'archive.zip');
  await writeFile(path, Buffer.concat([...local, directoryBytes, end]));
  return path;
}

/** An ar archive as dpkg-deb writes it. */
async function makeDeb(members: readonly (readonly [name: string, content: Uint8Array])[]): Promise<string> {
  const parts: Uint8Array[] = [Buffer.from('!<arch>\n')];
  for (const [name, content] of members) {
    const size = String(content.length).padEnd(10);
    parts.push(Buffer.from(`${name.padEnd(16)}${'0'.padEnd(12)}${'0'.padEnd(6)}${'0'.padEnd(6)}100644  ${size}\`\n`));
    parts.push(content, Buffer.from(content.length % 2 === 1 ? '\n' : ''));
  }
  const path = join(directory, 'package.deb');
  await writeFile(path, Buffer.concat(parts));
  return path;
}

async function tarBytes(entries: readonly TarEntry[]): Promise<Buffer> {
  return gunzipSync(await readFile(await makeTar(entries)));
}

const compressors = {
  '': (bytes: Buffer) => bytes,
  '.gz': gzipSync,
  '.xz': (bytes: Buffer) => execFileSync('xz', ['--stdout'], { input: bytes }),
  '.zst': zstdCompressSync,
};

const limits = { strip: 0, maxEntries: 100, maxBytes: 10_000 };
const unpack = (
  archive: string,
  options: Partial<Pick<ExtractRequest, 'strip' | 'keep' | 'absoluteLinks' | 'maxEntries' | 'maxBytes'>> = {},
) =>
  createArchives().extract({
    archive,
    format: archive.endsWith('.zip') ? 'zip' : archive.endsWith('.deb') ? 'deb' : 'tar.gz',
    into: join(directory, 'out'),
    ...limits,
    ...options,
  });

describe('archives', () => {
  it('unpacks a tar with links and modes, and strips the root folder', async () => {
    const archive = await makeTar([
      { name: 'app-1.0/', type: 'directory' },
      { name: 'app-1.0/bin/run', content: '#!/bin/sh\n', mode: 0o755 },
      { name: 'app-1.0/current', type: 'symlink', linkname: 'bin/run' },
    ]);
    await expect(unpack(archive, { strip: 1 })).resolves.toEqual({ entries: 3, sizeBytes: 10 });
    expect((await stat(join(directory, 'out/bin/run'))).mode & 0o777).toBe(0o755);
    expect(await readlink(join(directory, 'out/current'))).toBe('bin/run');
    expect(await readFile(join(directory, 'out/current'), 'utf8')).toBe('#!/bin/sh\n');
  });

  it('unpacks a zip with modes and links', async () => {
    const archive = await makeZip([
      { name: 'root/' },
      { name: 'root/run', content: 'hello', mode: 0o100755 },
      { name: 'root/link', content: 'run', mode: 0o120777 },
    ]);
    await unpack(archive, { strip: 1 });
    expect((await stat(join(directory, 'out/run'))).mode & 0o777).toBe(0o755);
    expect(await readlink(join(directory, 'out/link'))).toBe('run');
  });

  it('takes absolute links of a layer as starting at its top, and still lets none leave it', async () => {
    const layer = await makeTar([
      { name: 'usr/lib/tool/run', content: 'x' },
      { name: 'usr/local/bin/run', type: 'symlink', linkname: '/usr/lib/tool/run' },
      { name: 'top', type: 'symlink', linkname: '//usr/lib' },
    ]);
    await unpack(layer, { absoluteLinks: 'from-target' });
    expect(await readlink(join(directory, 'out/usr/local/bin/run'))).toBe('../../../usr/lib/tool/run');
    expect(await readFile(join(directory, 'out/top/tool/run'), 'utf8')).toBe('x');
    await rm(join(directory, 'out'), { recursive: true });
    const hostile = await makeTar([{ name: 'a', type: 'symlink', linkname: '/../etc' }]);
    await expect(unpack(hostile, { absoluteLinks: 'from-target' })).rejects.toMatchObject({ code: 'archive.unsafe' });
  });

  it('drops setuid, setgid and foreign write permission', async () => {
    await unpack(await makeTar([{ name: 'tool', content: 'x', mode: 0o6777 }]));
    expect((await stat(join(directory, 'out/tool'))).mode & 0o7777).toBe(0o755);
  });

  it('follows harmless links through links', async () => {
    await unpack(
      await makeTar([
        { name: 'a/b/c/file', content: 'x' },
        { name: 'a/up', type: 'symlink', linkname: 'b/c' },
        { name: 'a/far', type: 'symlink', linkname: 'up/../c/file' },
      ]),
    );
    expect(await readFile(join(directory, 'out/a/far'), 'utf8')).toBe('x');
  });

  const hostileTars: Record<string, readonly TarEntry[]> = {
    'an absolute path': [{ name: '/etc/passwd', content: 'x' }],
    'a path that leaves the target': [{ name: 'a/../../escape', content: 'x' }],
    'a link to an absolute path': [{ name: 'a', type: 'symlink', linkname: '/etc' }],
    'a link that leaves the target': [{ name: 'a/b', type: 'symlink', linkname: '../../etc' }],
    'a link that leaves by way of another link': [
      { name: 'a/b/c/top', type: 'symlink', linkname: '../../..' },
      { name: 'out', type: 'symlink', linkname: 'a/b/c/top/..' },
    ],
    'links in a circle': [
      { name: 'a', type: 'symlink', linkname: 'b' },
      { name: 'b', type: 'symlink', linkname: 'a' },
    ],
    'a file written through a link': [
      { name: 'dir', type: 'symlink', linkname: 'elsewhere' },
      { name: 'dir/file', content: 'x' },
    ],
    'a file in place of a link': [
      { name: 'a', type: 'symlink', linkname: 'b' },
      { name: 'a', content: 'x' },
    ],
    'a link in place of a directory': [
      { name: 'a/file', content: 'x' },
      { name: 'a', type: 'symlink', linkname: 'b' },
    ],
    'the same file twice': [
      { name: 'a', content: 'x' },
      { name: './a', content: 'y' },
    ],
    'a hard link': [
      { name: 'a', content: 'x' },
      { name: 'b', type: 'link', linkname: 'a' },
    ],
    'a device': [{ name: 'disk', type: 'block-device', devmajor: 8, devminor: 0 }],
    'a pipe': [{ name: 'pipe', type: 'fifo' }],
  };
  for (const [what, entries] of Object.entries(hostileTars)) {
    it(`refuses a tar with ${what} and leaves nothing behind`, async () => {
      await expect(unpack(await makeTar(entries))).rejects.toMatchObject({ code: 'archive.unsafe' });
      expect(await readdir(directory)).toEqual(['archive.tar.gz']);
    });
  }

  const hostileZips = {
    'a path that leaves the target': [{ name: '../escape', content: 'x' }],
    'an absolute path': [{ name: '/tmp/escape', content: 'x' }],
    'a backslash': [{ name: '..\\escape', content: 'x' }],
    'a link that leaves the target': [{ name: 'a', content: '../../etc/passwd', mode: 0o120777 }],
    'a device': [{ name: 'disk', mode: 0o060600 }],
    'a file through a link': [
      { name: 'd', content: 'e', mode: 0o120777 },
      { name: 'd/file', content: 'x' },
    ],
  };
  for (const [what, entries] of Object.entries(hostileZips)) {
    it(`refuses a zip with ${what} and leaves nothing behind`, async () => {
      await expect(unpack(await makeZip(entries))).rejects.toMatchObject({ code: 'archive.unsafe' });
      expect(await readdir(directory)).toEqual(['archive.zip']);
    });
  }

  it('stops at the limit of entries', async () => {
    const archive = await makeTar([{ name: 'a' }, { name: 'b' }, { name: 'c' }]);
    await expect(unpack(archive, { maxEntries: 2 })).rejects.toMatchObject({ code: 'archive.unsafe' });
  });

  it('counts what really comes out, not what the archive announces', async () => {
    const archive = await makeTar([{ name: 'bomb', content: 'x'.repeat(50_000) }]);
    await expect(unpack(archive)).rejects.toMatchObject({ code: 'archive.unsafe' });
    expect(await readdir(directory)).toEqual(['archive.tar.gz']);
  });

  it('names a truncated archive as one that cannot be unpacked', async () => {
    const archive = await makeTar([{ name: 'a', content: 'x'.repeat(5000) }]);
    await writeFile(archive, (await readFile(archive)).subarray(0, 60));
    await expect(unpack(archive)).rejects.toMatchObject({ code: 'archive.unsafe' });
  });

  it('does not unpack into a directory that holds something', async () => {
    const archive = await makeTar([{ name: 'a', content: 'x' }]);
    await unpack(archive);
    await expect(unpack(archive)).rejects.toMatchObject({ code: 'file.unwritable' });
    expect(await readdir(join(directory, 'out'))).toEqual(['a']);
  });

  for (const [extension, compress] of Object.entries(compressors)) {
    it(`unpacks the wanted files of a Debian package with data.tar${extension}, and none of its scripts`, async () => {
      const data = await tarBytes([
        { name: './usr/', type: 'directory' },
        { name: './usr/lib/player/run', content: 'x', mode: 0o755 },
        { name: './usr/lib/player/lib.so', type: 'symlink', linkname: 'run' },
        { name: './usr/lib/playerish', content: 'x' },
        { name: './etc/init.d/player', content: 'x' },
        { name: './etc/alternatives', type: 'symlink', linkname: '/etc/passwd' },
      ]);
      const archive = await makeDeb([
        ['debian-binary', Buffer.from('2.0\n')],
        ['control.tar.gz', gzipSync(await tarBytes([{ name: 'postinst', content: 'x' }]))],
        [`data.tar${extension}`, compress(data)],
      ]);
      await unpack(archive, { strip: 2, keep: ['usr/lib/player'] });
      expect(await readdir(join(directory, 'out'), { recursive: true })).toEqual([
        'player',
        'player/lib.so',
        'player/run',
      ]);
    });
  }

  const brokenPackages: Record<string, readonly (readonly [string, string])[]> = {
    'no files': [['debian-binary', '2.0\n']],
    'another first member': [['data.tar', 'x']],
    'a compression that nobody knows': [
      ['debian-binary', '2.0\n'],
      ['data.tar.lzo', 'x'],
    ],
    'too many members': Array.from({ length: 20 }, (_, index) => [`${index}`, 'x'] as const),
  };
  for (const [what, members] of Object.entries(brokenPackages)) {
    it(`refuses a package with ${what}`, async () => {
      const archive = await makeDeb(members.map(([name, content]) => [name, Buffer.from(content)] as const));
      await expect(unpack(archive)).rejects.toMatchObject({ code: 'archive.unsafe' });
      expect(await readdir(directory)).toEqual(['package.deb']);
    });
  }

  it('refuses a package that is cut short, or that leaves the target', async () => {
    const data = await tarBytes([{ name: '../escape', content: 'x' }]);
    const archive = await makeDeb([
      ['debian-binary', Buffer.from('2.0\n')],
      ['data.tar', data],
    ]);
    await expect(unpack(archive)).rejects.toMatchObject({ code: 'archive.unsafe' });
    await writeFile(archive, (await readFile(archive)).subarray(0, 400));
    await expect(unpack(archive)).rejects.toMatchObject({ code: 'archive.unsafe' });
  });

  it('counts what it does not put down', async () => {
    const archive = await makeTar([{ name: 'bomb', content: 'x'.repeat(50_000) }, { name: 'app/run' }]);
    await expect(unpack(archive, { keep: ['app'] })).rejects.toMatchObject({ code: 'archive.unsafe' });
  });

  it('refuses a bad path even where it is not wanted', async () => {
    const archive = await makeTar([{ name: 'app/../../x', content: 'x' }]);
    await expect(unpack(archive, { keep: ['app'] })).rejects.toMatchObject({ code: 'archive.unsafe' });
  });

  it('unpacks one compressed file, within its limit', async () => {
    const archive = join(directory, 'index.gz');
    await writeFile(archive, gzipSync('hello'.repeat(100)));
    const request = { archive, format: 'gz', into: join(directory, 'out'), ...limits } as const;
    await expect(createArchives().extract({ ...request, maxBytes: 499 })).rejects.toMatchObject({
      code: 'archive.unsafe',
    });
    await createArchives().extract(request);
    expect(await readFile(join(directory, 'out/content'), 'utf8')).toHaveLength(500);
    await writeFile(archive, 'not compressed');
    await rm(join(directory, 'out'), { recursive: true });
    await expect(createArchives().extract(request)).rejects.toMatchObject({ code: 'archive.unsafe' });
  });
});

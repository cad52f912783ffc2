import { gzipSync } from 'node:zlib';
import { release, type Repository } from '@showrunner/catalog/upstream';

const mebibyte = 2 ** 20;
const zeroBytes = 10 * 1024 * mebibyte;
const manyFiles = 300_000;
/** One block of a tar. */
const block = 512;
const content = Buffer.from('harmless');

/** Archives that nobody publishes in good faith, each as the one asset of a release of its name. */
const archives: Readonly<Record<string, () => Promise<Buffer>>> = {
  'parent-path': () => tarOf({ name: '../../escaped' }),
  'absolute-path': () => tarOf({ name: '/etc/escaped' }),
  'link-out': () => tarOf({ name: 'link', link: '../../../etc' }, { name: 'link/escaped' }),
  zeros: async () => zeros(),
  'many-files': async () => many(),
};

/** A project whose releases must all be refused, whatever asks for them. */
export const hostile: Repository = {
  owner: 'simulator',
  name: 'hostile',
  releases: Object.entries(archives).map(([tag, archive]) =>
    release(tag, '2024-01-01', [{ name: `${tag}.tar.gz`, files: [], archive }]),
  ),
  branches: ['main'],
  tree: () => [],
};

type Kind = 'file' | 'link';

/** An archive of one harmless file and these. */
async function tarOf(...entries: readonly { name: string; link?: string }[]): Promise<Buffer> {
  const parts = [{ name: 'program' }, ...entries].flatMap(({ name, ...rest }) => {
    const link = 'link' in rest ? rest.link : undefined;
    return link === undefined
      ? [headerOf(name, 'file', content.length), padded(content)]
      : [headerOf(name, 'link', 0, link)];
  });
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * block)]));
}

/** Ten megabytes that become ten gigabytes. Members of a gzip may stand one after the other. */
function zeros(): Buffer {
  const piece = gzipSync(Buffer.alloc(64 * mebibyte));
  const pieces = Array.from({ length: zeroBytes / (64 * mebibyte) }, () => piece);
  return Buffer.concat([gzipSync(headerOf('zeros', 'file', zeroBytes)), ...pieces, gzipSync(Buffer.alloc(2 * block))]);
}

/** Empty files, a thousand to a folder. */
function many(): Buffer {
  const tar = Buffer.alloc((manyFiles + 2) * block);
  for (let index = 0; index < manyFiles; index++) {
    headerOf(`${Math.floor(index / 1000)}/${index}`, 'file', 0).copy(tar, index * block);
  }
  return gzipSync(tar, { level: 1 });
}

/** The header of an entry, as ustar has it; sizes beyond eight gigabytes are binary, as GNU tar writes them. */
function headerOf(name: string, kind: Kind, size: number, link = ''): Buffer {
  const header = Buffer.alloc(block);
  header.write(name, 0, 100);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.writeUInt8(0x80, 124);
  header.writeBigUInt64BE(BigInt(size), 128);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write(kind === 'file' ? '0' : '2', 156);
  header.write(link, 157, 100);
  header.write('ustar\u000000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((block - (bytes.length % block)) % block)]);
}

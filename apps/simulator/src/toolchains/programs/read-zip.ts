import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { fromBuffer, type Entry, type Options, type ZipFile } from 'yauzl';

const open = promisify<Buffer, Options, ZipFile>(fromBuffer);

/** The files of a zip, in order. */
export async function readZip(content: Buffer): Promise<readonly { path: string; content: Buffer }[]> {
  const zip = await open(content, { lazyEntries: true });
  const entries: Entry[] = await new Promise((resolve, reject) => {
    const found: Entry[] = [];
    zip.on('entry', (entry: Entry) => {
      found.push(entry);
      zip.readEntry();
    });
    zip.once('end', () => resolve(found));
    zip.once('error', reject);
    zip.readEntry();
  });
  const read = promisify(
    zip.openReadStream.bind(zip) as (
      entry: Entry,
      done: (error: Error | null, stream: NodeJS.ReadableStream) => void,
    ) => void,
  ); // The overload without options.
  const files = entries.filter((entry) => !entry.fileName.endsWith('/'));
  return Promise.all(files.map(async (entry) => ({ path: entry.fileName, content: await buffer(await read(entry)) })));
}

import { createReadStream } from 'node:fs';
import { decoder } from './decoders.ts';
import type { Unpacking } from './tar.ts';

/** Unpacks one compressed file. It carries no name that could be trusted, so it gets a fixed one. */
export async function unpackGz(work: Unpacking): Promise<void> {
  const source = createReadStream(work.archive);
  const plain = decoder('gz');
  source.once('error', (error) => plain.destroy(error));
  await work.writer.put({ name: 'content', kind: 'file' }, 0o644, source.pipe(plain), work.signal);
  work.onEntry();
}

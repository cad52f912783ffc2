import { createCipheriv, createHash } from 'node:crypto';

const blockBytes = 16;
const longestRunBytes = 64 * 1024 * 1024;

/** Made-up bytes of a file from `first` to `last`: the same for the same id, however they are cut. */
export function contentOf(id: string, first: number, last: number): Buffer {
  const lengthBytes = last - first + 1;
  if (lengthBytes > longestRunBytes) throw new RangeError('Ask for less at once.');
  const key = createHash('sha256').update(id).digest().subarray(0, blockBytes);
  const counter = Buffer.alloc(blockBytes);
  counter.writeBigUInt64BE(BigInt(Math.floor(first / blockBytes)), 8);
  const skip = first % blockBytes;
  return createCipheriv('aes-128-ctr', key, counter)
    .update(Buffer.alloc(skip + lengthBytes))
    .subarray(skip);
}

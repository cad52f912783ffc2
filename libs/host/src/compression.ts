import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import type { Compression } from '@showrunner/platform';

const deflateAsync = promisify<string, { level: number }, Buffer>(deflate);
const inflateAsync = promisify<Uint8Array, { maxOutputLength: number }, Buffer>(inflate);
/** A text of ours is a thousandth of this; what claims to be longer is damaged. */
const longestBytes = 64 * 1024 * 1024;

/** zlib, off the thread that everybody waits for. */
export function createCompression(): Compression {
  return {
    deflate: (text) => deflateAsync(text, { level: 6 }),
    inflate: async (bytes) => (await inflateAsync(bytes, { maxOutputLength: longestBytes })).toString('utf8'),
  };
}

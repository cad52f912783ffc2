import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/**
 * Puts back into bytes that were read at an offset of a log what had been cut off before: archives say in their names
 * which bytes they hold (docs/decisions/0006-rotation.md). This is not the product's reader, which is what is checked.
 */
export function fillIn(log: string, bytes: Buffer, offset: number): void {
  if (!bytes.includes(0)) return;
  const end = offset + bytes.length;
  const pattern = /\.(\d+)-(\d+)(\.gz)?$/;
  for (const name of readdirSync(dirname(log)).filter((entry) => entry.startsWith(`${basename(log)}.`))) {
    const [, from, to, compressed] = pattern.exec(name) ?? [];
    const [start, stop] = [Number(from), Number(to)];
    if (from === undefined || start >= end || stop <= offset) continue;
    const raw = readFileSync(join(dirname(log), name));
    const held = compressed === undefined ? raw.subarray(start) : gunzipSync(raw);
    for (let at = Math.max(start, offset); at < Math.min(stop, end); at += 1) {
      if (bytes[at - offset] === 0) bytes[at - offset] = held[at - start] ?? 0;
    }
  }
}

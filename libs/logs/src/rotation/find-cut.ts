import type { Files } from '@showrunner/platform';

const lineFeed = 10;
const carriageReturn = 13;
const windowBytes = 64 * 1024;

/** The last end of a line in a part of a file: where the next line begins. `undefined`: no line ends there. */
export async function lastLineEnd(files: Files, path: string, from: number, to: number): Promise<number | undefined> {
  let painted: number | undefined;
  for (let end = to; end > from;) {
    const start = Math.max(from, end - windowBytes);
    const bytes = await files.readRange(path, start, end - start);
    const found = bytes.lastIndexOf(lineFeed);
    if (found >= 0) return start + found + 1;
    // A progress bar that never ends its line can only be cut where it starts over.
    const over = painted === undefined ? bytes.lastIndexOf(carriageReturn) : -1;
    if (over >= 0) painted = start + over + 1;
    end = start;
  }
  return painted;
}

/** Where the bytes of a file begin whose first part was given back. */
export async function dataStart(files: Files, path: string, sizeBytes: number): Promise<number> {
  if (!(await isEmpty(files, path, 0, 1))) return 0;
  // Everything before the border is empty and what stands behind it is text, so halving finds it.
  let [empty, filled] = [0, Math.ceil(sizeBytes / blockBytes)];
  while (filled - empty > 1) {
    const middle = Math.floor((empty + filled) / 2);
    if (await isEmpty(files, path, middle * blockBytes, blockBytes)) empty = middle;
    else filled = middle;
  }
  const border = await files.readRange(path, empty * blockBytes, 2 * blockBytes);
  const first = border.findIndex((byte) => byte !== 0);
  return first < 0 ? sizeBytes : empty * blockBytes + first;
}

const blockBytes = 4096;

async function isEmpty(files: Files, path: string, offset: number, lengthBytes: number): Promise<boolean> {
  const bytes = await files.readRange(path, offset, lengthBytes);
  return bytes.length > 0 && bytes.every((byte) => byte === 0);
}

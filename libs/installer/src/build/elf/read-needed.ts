import type { Files } from '@showrunner/platform';

const loadSegment = 1;
const dynamicSegment = 2;
const tagNeeded = 1;
const tagStrings = 5;
const tagStringsSize = 10;
/** More than this no program says about its libraries. */
const longestTable = 1024 * 1024;

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly sizeBytes: number;
}

/**
 * Names of the shared libraries that a 64-bit ELF file asks for, by elf(5); none where it is linked statically, `undefined`
 * where it is no such file. Only its tables are read.
 */
export async function readNeeded(files: Files, path: string): Promise<readonly string[] | undefined> {
  const header = await files.readRange(path, 0, 64);
  const isElf64 = header.length === 64 && [0x7f, 0x45, 0x4c, 0x46, 2, 1].every((byte, at) => header[at] === byte);
  if (!isElf64) return undefined;
  const segments = await readSegments(files, path, viewOf(header));
  const dynamic = segments.find(({ type }) => type === dynamicSegment);
  if (dynamic === undefined || dynamic.sizeBytes > longestTable) return [];
  const entries = readEntries(viewOf(await files.readRange(path, dynamic.offset, dynamic.sizeBytes)));
  const stringsAt = offsetOf(segments, valuesOf(entries, tagStrings)[0] ?? 0);
  const sizeBytes = valuesOf(entries, tagStringsSize)[0] ?? 0;
  if (stringsAt === undefined || sizeBytes > longestTable) return undefined;
  const strings = await files.readRange(path, stringsAt, sizeBytes);
  return valuesOf(entries, tagNeeded).map((at) => readString(strings, at));
}

async function readSegments(files: Files, path: string, header: DataView): Promise<readonly Segment[]> {
  const at = Number(header.getBigUint64(0x20, true));
  const entryBytes = header.getUint16(0x36, true);
  const count = header.getUint16(0x38, true);
  if (entryBytes < 56) return [];
  const table = viewOf(await files.readRange(path, at, entryBytes * count));
  const whole = Math.floor(table.byteLength / entryBytes);
  return Array.from({ length: Math.min(count, whole) }, (_, index) => {
    const from = index * entryBytes;
    return {
      type: table.getUint32(from, true),
      offset: Number(table.getBigUint64(from + 8, true)),
      address: Number(table.getBigUint64(from + 16, true)),
      sizeBytes: Number(table.getBigUint64(from + 32, true)),
    };
  });
}

interface Entry {
  readonly tag: number;
  readonly value: number;
}

function readEntries(table: DataView): readonly Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at + 16 <= table.byteLength; at += 16) {
    const tag = Number(table.getBigInt64(at, true));
    if (tag === 0) break;
    entries.push({ tag, value: Number(table.getBigUint64(at + 8, true)) });
  }
  return entries;
}

function valuesOf(entries: readonly Entry[], tag: number): readonly number[] {
  return entries.filter((entry) => entry.tag === tag).map(({ value }) => value);
}

/** Where in the file lies what will be at that address. */
function offsetOf(segments: readonly Segment[], address: number): number | undefined {
  const segment = segments.find(
    (one) => one.type === loadSegment && address >= one.address && address < one.address + one.sizeBytes,
  );
  return segment === undefined ? undefined : address - segment.address + segment.offset;
}

function readString(table: Uint8Array, at: number): string {
  const end = table.indexOf(0, at);
  return new TextDecoder().decode(table.subarray(at, end < 0 ? undefined : end));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

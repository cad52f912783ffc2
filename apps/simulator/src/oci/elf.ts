/**
 * The smallest 64-bit ELF file that asks for shared libraries: a header, one segment that loads all of it, one that says
 * where its dynamic table is (elf(5)). Nothing in it can be run.
 */
export function elfOf(needed: readonly string[]): Buffer {
  const [headerBytes, segmentBytes, entryBytes] = [64, 56, 16];
  const names = needed.map((name) => `${name}\0`);
  const strings = Buffer.from(`\0${names.join('')}`);
  const tableAt = headerBytes + 2 * segmentBytes;
  const tableBytes = (needed.length + 3) * entryBytes;
  const stringsAt = tableAt + tableBytes;
  const file = Buffer.alloc(stringsAt + strings.length);
  Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]).copy(file);
  file.writeUInt16LE(3, 0x10);
  file.writeUInt16LE(process.arch === 'arm64' ? 183 : 62, 0x12);
  file.writeBigUInt64LE(BigInt(headerBytes), 0x20);
  file.writeUInt16LE(segmentBytes, 0x36);
  file.writeUInt16LE(2, 0x38);
  const segment = (index: number, type: number, offset: number, sizeBytes: number): void => {
    const at = headerBytes + index * segmentBytes;
    file.writeUInt32LE(type, at);
    for (const place of [8, 16, 24]) file.writeBigUInt64LE(BigInt(offset), at + place);
    for (const place of [32, 40]) file.writeBigUInt64LE(BigInt(sizeBytes), at + place);
  };
  segment(0, 1, 0, file.length);
  segment(1, 2, tableAt, tableBytes);
  let nameAt = 1;
  const entries = names.map((name): readonly [tag: number, value: number] => {
    nameAt += name.length;
    return [1, nameAt - name.length];
  });
  for (const [index, [tag, value]] of [...entries, [5, stringsAt] as const, [10, strings.length] as const].entries()) {
    file.writeBigUInt64LE(BigInt(tag), tableAt + index * entryBytes);
    file.writeBigUInt64LE(BigInt(value), tableAt + index * entryBytes + 8);
  }
  strings.copy(file, stringsAt);
  return file;
}

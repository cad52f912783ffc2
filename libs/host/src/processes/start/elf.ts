import { closeSync, openSync, readSync } from 'node:fs';

/** What the first bytes of a program file say about who can run it. */
export type ProgramKind =
  | { readonly kind: 'elf'; readonly machine: number; readonly interpreter: string | undefined }
  | { readonly kind: 'script'; readonly interpreter: string }
  | { readonly kind: 'unknown' };

const headBytes = 8192;
const segmentInterpreter = 3;

/** ELF machine numbers by Node's word for the architecture. */
export const elfMachines: Readonly<Record<string, number>> = { x64: 62, arm64: 183 };
const machineNames: Readonly<Record<number, string>> = {
  3: 'x86 (32 bit)',
  40: 'arm (32 bit)',
  62: 'amd64',
  183: 'arm64',
};

/** Word for an ELF machine number. */
export function machineName(machine: number): string {
  return machineNames[machine] ?? `machine ${machine}`;
}

/** Reads what kind of program a file is. @throws the system's error where it cannot be read */
export function readProgramKind(path: string): ProgramKind {
  const head = readHead(path);
  if (head.length >= 64 && head.readUInt32BE(0) === 0x7f454c46) return readElf(head);
  if (head.length >= 2 && head.toString('latin1', 0, 2) === '#!') {
    const line = head.toString('utf8', 2).split('\n', 1)[0] ?? '';
    return { kind: 'script', interpreter: line.trim().split(/\s+/, 1)[0] ?? '' };
  }
  return { kind: 'unknown' };
}

function readElf(head: Buffer): ProgramKind {
  const machine = head.readUInt16LE(18);
  const is64 = head[4] === 2;
  if (!is64) return { kind: 'elf', machine, interpreter: undefined };
  const tableOffset = Number(head.readBigUInt64LE(32));
  const entryBytes = head.readUInt16LE(54);
  const count = head.readUInt16LE(56);
  for (let index = 0; index < count; index += 1) {
    const at = tableOffset + index * entryBytes;
    if (at + 56 > head.length) break;
    if (head.readUInt32LE(at) !== segmentInterpreter) continue;
    const offset = Number(head.readBigUInt64LE(at + 8));
    const size = Number(head.readBigUInt64LE(at + 32));
    if (offset + size > head.length) break;
    return { kind: 'elf', machine, interpreter: head.toString('latin1', offset, offset + size).split('\0', 1)[0] };
  }
  return { kind: 'elf', machine, interpreter: undefined };
}

function readHead(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(headBytes);
    return buffer.subarray(0, readSync(file, buffer, 0, headBytes, 0));
  } finally {
    closeSync(file);
  }
}

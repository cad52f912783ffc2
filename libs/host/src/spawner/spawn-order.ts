import { isAbsolute } from 'node:path';
import type { ProcessUser } from '@showrunner/platform';
import { type Entry, leadIn } from '../keeper/entry.ts';
import { keeperShell } from '../keeper/keeper-script.ts';

/** A keeper to be started, with everything already decided. */
export interface KeeperOrder {
  /** Our own descriptors of run record and log; both stay open until the order is decided. */
  readonly record: number;
  readonly log: number;
  readonly cwd: string;
  /** Environment and arguments of the keeper. */
  readonly env: Readonly<Record<string, string>>;
  readonly argv: readonly string[];
  readonly user: ProcessUser | undefined;
  readonly entry: Entry;
}

/** The shell reads byte by byte: what is larger is faster on the direct road. */
const longestOrder = 32 * 1024;
/** Shells differ in what they do to other bytes, so those take the direct road. */
const plainText = /^[\x20-\x7e]*$/;

/** The lines of an order without its first; `undefined` where it cannot be written as plain lines. */
export function orderLines(order: KeeperOrder): string | undefined {
  if (!isAbsolute(order.cwd)) return undefined;
  const lines = [
    `o${order.record}`,
    `l${order.log}`,
    ...order.entry.cgroupFiles.map((path) => `g${path}`),
    `d${order.cwd}`,
    ...Object.entries(order.env).map(([name, value]) => `e${name}=${value}`),
    ...[...leadIn(order.entry, order.user), keeperShell, '-c'].map((word) => `=${word}`),
    'k',
    ...['keeper', ...order.argv].map((word) => `=${word}`),
    '.',
  ];
  const text = `${lines.join('\n')}\n`;
  return text.length <= longestOrder && lines.every((line) => plainText.test(line)) ? text : undefined;
}

import type { ConnectionReading, SocketAddress } from '@showrunner/platform';
import { toAddress } from '../network/listeners.ts';

/** The kernel's numbers of TCP states that anybody asks for; see include/net/tcp_states.h. */
const states: Readonly<Record<string, ConnectionReading['state']>> = { '01': 'ESTABLISHED', '0A': 'LISTEN' };

/** Reads the rows of `/proc/net/tcp` or `tcp6` that listen or are connected. */
export function parseConnections(text: string): readonly (ConnectionReading & { inode: string })[] {
  return text.split('\n').flatMap((line) => {
    const [, local = '', remote = '', code = '', , , , , , inode = ''] = line.trim().split(/\s+/);
    const state = states[code];
    return state === undefined ? [] : [{ state, local: toSocket(local), remote: toSocket(remote), inode }];
  });
}

function toSocket(text: string): SocketAddress {
  const [address = '', port = ''] = text.split(':');
  return [toAddress(address), Number.parseInt(port, 16)];
}

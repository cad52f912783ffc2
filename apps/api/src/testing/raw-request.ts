import { connect } from 'node:net';

/**
 * Sends bytes as they are, piece by piece, and answers all that comes back until the other end closes.
 * @param everyMs pause between two pieces
 */
export function sendRaw(port: number, pieces: Iterable<string>, everyMs = 0): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const chunks: Buffer[] = [];
    const rest = pieces[Symbol.iterator]();
    let timer: NodeJS.Timeout | undefined;
    const send = (): void => {
      const { value, done } = rest.next();
      if (done === true || socket.destroyed) return;
      socket.write(value);
      timer = setTimeout(send, everyMs);
    };
    socket.on('connect', send);
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    // The answer has come before the connection is reset, or there was none.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(Buffer.concat(chunks).toString());
    });
  });
}

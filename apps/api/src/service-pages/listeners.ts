import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** What answers on a port. */
export interface Handler {
  request(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void;
}

/** Our listening ports for pages, by name. */
export interface Listeners {
  portOf(name: string): number | undefined;
  ports(): readonly number[];
  /**
   * Listens as planned: ends what is planned no more or elsewhere, with every connection, and opens the rest.
   * @returns a port that somebody else has, at which it stopped
   */
  settle(plan: ReadonlyMap<string, number>, handlerOf: (name: string) => Handler): Promise<number | undefined>;
}

interface Listener {
  readonly server: Server;
  readonly port: number;
  readonly sockets: ReadonlySet<Socket>;
}

export function createListeners(host: string): Listeners {
  const open = new Map<string, Listener>();
  return {
    portOf: (name) => open.get(name)?.port,
    ports: () => [...open.values()].map(({ port }) => port),
    async settle(plan, handlerOf) {
      for (const [name, listener] of open) {
        if (plan.get(name) === listener.port) continue;
        open.delete(name);
        listener.server.close();
        for (const socket of listener.sockets) socket.destroy();
      }
      for (const [name, port] of plan) {
        if (open.has(name)) continue;
        const listener = await listen(host, port, handlerOf(name));
        if (listener === undefined) return port;
        open.set(name, listener);
      }
      return undefined;
    },
  };
}

/** `undefined`: the port is somebody else's. */
async function listen(host: string, port: number, handler: Handler): Promise<Listener | undefined> {
  // A page may take its time to send a backup, but not to say what it wants.
  const server = createServer({ maxHeaderSize: 64 * 1024, headersTimeout: 15_000, requestTimeout: 0 });
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', (request, response) => handler.request(request, response));
  server.on('upgrade', (request, socket, head) => handler.upgrade(request, socket as Socket, head)); // plain HTTP
  server.listen({ host, port });
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' || code === 'EACCES') return undefined;
    throw error;
  }
  return { server, port, sockets };
}

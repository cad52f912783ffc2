import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { Server as SocketIoServer } from 'socket.io';
import { WebSocket, WebSocketServer } from 'ws';
import type { KnownHosts } from '../http/guards/known-hosts.ts';
import type { ArrivalTimes } from '../served.ts';

const pingMs = 20_000;
const largestFrameBytes = 64 * 1024;
/** A household has some dozens. */
const mostSockets = 1_000;

const usualTimes: ArrivalTimes = { headersMs: 15_000, requestMs: 60_000 };

/** One adapter for both families of sockets: plain ones on a path of their own, socket.io everywhere else. */
export class SocketAdapter extends IoAdapter {
  private readonly raw = new Map<string, WebSocketServer>();
  private readonly io: SocketIoServer;
  private readonly hosts: KnownHosts;
  private readonly times: ArrivalTimes;
  private readonly heartbeat: NodeJS.Timeout;
  private readonly awake = new WeakSet<WebSocket>();
  private handle: RequestListener = (_request, response) => void response.destroy();

  constructor(hosts: KnownHosts, times: ArrivalTimes = usualTimes) {
    super();
    this.hosts = hosts;
    this.times = times;
    this.io = new SocketIoServer({
      pingInterval: pingMs,
      pingTimeout: pingMs,
      maxHttpBufferSize: largestFrameBytes,
      serveClient: false,
      allowRequest: (request, decide) => decide(null, this.isWelcome(request)),
    });
    this.heartbeat = setInterval(() => this.beat(), pingMs);
    this.heartbeat.unref();
  }

  /** The HTTP server in which socket.io's requests and all upgrades take their own way, past the routes. */
  createHttpServer(handle: RequestListener): Server {
    const server = createPlainServer(this.times);
    this.io.attach(server, { addTrailingSlash: false, destroyUpgrade: false });
    // The engine would listen on its own path only; the two routers below listen on all of them.
    server.removeAllListeners('upgrade');
    server.removeAllListeners('request');
    this.handle = handle;
    return this.serve(server);
  }

  /** A further server with the same behind it; `createHttpServer` came before. */
  createTwin(): Server {
    return this.serve(createPlainServer(this.times));
  }

  private serve(server: Server): Server {
    server.on('request', (request, response) => {
      if (isSocketIo(request)) this.io.engine.handleRequest(request as never, response);
      else this.handle(request, response);
    });
    server.on('upgrade', (request, socket, head) => this.route(request, socket, head));
    return server;
  }

  override create(_port: number, options?: { path?: string; namespace?: string | RegExp }): never {
    const path = options?.path;
    if (path !== undefined && path.startsWith('/ws/')) {
      const server = new WebSocketServer({ noServer: true, maxPayload: largestFrameBytes, perMessageDeflate: false });
      this.raw.set(path, server);
      return server as never; // see below
    }
    // The base class is typed for one server of its own release; Nest only hands back what it gets here.
    return (options?.namespace === undefined ? this.io : this.io.of(options.namespace)) as never;
  }

  override bindClientDisconnect(client: unknown, callback: () => void): void {
    if (client instanceof WebSocket) client.on('close', callback);
    else super.bindClientDisconnect(client as never, callback);
  }

  override bindMessageHandlers(...args: Parameters<IoAdapter['bindMessageHandlers']>): void {
    // Plain sockets have no named messages; their gateways read frames themselves.
    if (!(args[0] instanceof WebSocket)) super.bindMessageHandlers(...args);
  }

  /** Ends every socket; the HTTP server is its owner's to close. */
  override async dispose(): Promise<void> {
    clearInterval(this.heartbeat);
    for (const server of this.raw.values()) {
      for (const client of server.clients) client.close(1001, 'going away');
      server.close();
    }
    this.io.disconnectSockets(true);
    this.io.engine?.close();
    await Promise.resolve();
  }

  /** Each server would close what is not its own; `dispose` closes all, once. */
  override async close(): Promise<void> {
    await Promise.resolve();
  }

  private route(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Whoever resets the connection while it is refused is none of our failures.
    socket.on('error', () => socket.destroy());
    if (this.openSockets() >= mostSockets) return refuseUpgrade(socket, '503 Service Unavailable');
    if (isSocketIo(request)) return this.io.engine.handleUpgrade(request as never, socket as never, head);
    const path = (request.url ?? '').split('?')[0] ?? '';
    const server = this.raw.get(path.startsWith('/api/') ? path.slice(4) : path);
    if (server === undefined || !this.isWelcome(request)) {
      refuseUpgrade(socket, '403 Forbidden');
      return;
    }
    server.handleUpgrade(request, socket, head, (client) => {
      this.awake.add(client);
      client.on('pong', () => this.awake.add(client));
      client.on('error', () => client.terminate());
      server.emit('connection', client, request);
    });
  }

  private openSockets(): number {
    return [...this.raw.values()].reduce((sum, { clients }) => sum + clients.size, this.io.engine.clientsCount);
  }

  private isWelcome(request: IncomingMessage): boolean {
    const { host, origin } = request.headers;
    return this.hosts.isOurs(host) && this.hosts.mayAct(origin, host);
  }

  private beat(): void {
    for (const server of this.raw.values()) {
      for (const client of server.clients) {
        if (!this.awake.delete(client)) client.terminate();
        else client.ping();
      }
    }
  }
}

function createPlainServer({ headersMs, requestMs }: ArrivalTimes): Server {
  const server = createServer({
    maxHeaderSize: 16 * 1024,
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    // Late ones are looked for at this interval.
    connectionsCheckingInterval: Math.min(5_000, headersMs / 3),
  });
  server.keepAliveTimeout = 75_000;
  return server;
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function isSocketIo({ url }: IncomingMessage): boolean {
  const queryAt = url?.indexOf('?') ?? -1;
  return queryAt >= 0 && new URLSearchParams(url?.slice(queryAt)).has('EIO');
}

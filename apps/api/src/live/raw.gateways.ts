import type { IncomingMessage } from 'node:http';
import { Inject } from '@nestjs/common';
import { WebSocketGateway } from '@nestjs/websockets';
import type { Server, Socket } from 'socket.io';
import type { WebSocket } from 'ws';
import { CHANNELS, type Channels } from './channels/channels.ts';
import { refusalReason } from './channels/doorkeeper.ts';
import { type FrameSink, toRawSink, toSocketIoSink } from './channels/frame-sink.ts';

type Name = 'logs' | 'status' | 'metrics';

/** Accept first, then refuse: only so does a browser learn the reason. */
function enter(channels: Channels, name: Name, sink: FrameSink, request: IncomingMessage): void {
  try {
    const principal = channels.doorkeeper.admitRequest(request);
    sink.onClose(channels.doorkeeper.watch(principal, () => sink.close(1008, 'This account is no longer authorized')));
  } catch (error) {
    sink.close(1008, refusalReason(error));
    return;
  }
  channels[name].connect(sink, new URL(request.url ?? '/', 'http://localhost').searchParams);
}

/** Plain sockets of the original, one gateway a path. */
abstract class RawGateway {
  protected abstract readonly name: Name;
  private readonly channels: Channels;

  constructor(channels: Channels) {
    this.channels = channels;
  }

  handleConnection(client: WebSocket, request: IncomingMessage): void {
    enter(this.channels, this.name, toRawSink(client), request);
  }
}

@WebSocketGateway({ path: '/ws/logs' })
export class RawLogsGateway extends RawGateway {
  protected readonly name = 'logs';

  constructor(@Inject(CHANNELS) channels: Channels) {
    super(channels);
  }
}

@WebSocketGateway({ path: '/ws/status' })
export class RawStatusGateway extends RawGateway {
  protected readonly name = 'status';

  constructor(@Inject(CHANNELS) channels: Channels) {
    super(channels);
  }
}

@WebSocketGateway({ path: '/ws/metrics' })
export class RawMetricsGateway extends RawGateway {
  protected readonly name = 'metrics';

  constructor(@Inject(CHANNELS) channels: Channels) {
    super(channels);
  }
}

/** The same channels for socket.io, on their path or as namespaces of their name; frames are events `message`. */
@WebSocketGateway()
export class CompatGateway {
  private readonly channels: Channels;

  constructor(@Inject(CHANNELS) channels: Channels) {
    this.channels = channels;
  }

  afterInit(server: Server): void {
    server.of(/^\/ws\/(logs|status|metrics)$/).on('connection', (socket) => this.enterNamed(socket, socket.nsp.name));
  }

  handleConnection(socket: Socket): void {
    const path = (socket.request.url ?? '').split('?')[0]?.replace(/\/+$/, '') ?? '';
    // Clients that want a namespace pass through here on their way.
    if (path.startsWith('/ws/')) this.enterNamed(socket, path);
  }

  private enterNamed(socket: Socket, path: string): void {
    const name = /^\/ws\/(logs|status|metrics)$/.exec(path)?.[1] as Name | undefined; // one of the three, by the pattern
    if (name === undefined) socket.disconnect(true);
    else enter(this.channels, name, toSocketIoSink(socket), socket.request);
  }
}

import { Inject } from '@nestjs/common';
import { ConnectedSocket, MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { Type } from '@showrunner/contracts';
import type { Namespace, Socket } from 'socket.io';
import { type Parts, PARTS } from '../parts.ts';
import { CHANNELS, type Channels } from './channels/channels.ts';
import { waitingBytes } from './channels/frame-sink.ts';
import { guardNamespace } from './channels/guard-namespace.ts';
import { slowBytes } from './channels/slow-reader.ts';
import { schemaCheck } from '../schema-check.ts';

const mostTail = 5_000;
const isSubscription = schemaCheck<{ processName: string; tail?: number }>(
  Type.Object({ processName: Type.String(), tail: Type.Optional(Type.Integer({ minimum: 0 })) }),
);

/** `/logs`: after `subscribe` the last records of one process, then what comes. One subscription a socket. */
@WebSocketGateway({ namespace: '/logs' })
export class LogsGateway {
  private readonly parts: Parts;
  private readonly channels: Channels;
  private readonly following = new WeakMap<Socket, AbortController>();

  constructor(@Inject(PARTS) parts: Parts, @Inject(CHANNELS) channels: Channels) {
    this.parts = parts;
    this.channels = channels;
  }

  afterInit(namespace: Namespace): void {
    guardNamespace(namespace, this.channels.doorkeeper);
  }

  handleDisconnect(socket: Socket): void {
    this.stop(socket);
  }

  @SubscribeMessage('unsubscribe')
  unsubscribe(@ConnectedSocket() socket: Socket): void {
    this.stop(socket);
  }

  @SubscribeMessage('subscribe')
  async subscribe(@ConnectedSocket() socket: Socket, @MessageBody() body: unknown): Promise<void> {
    this.stop(socket);
    if (!isSubscription(body)) {
      socket.emit('refused', { message: 'A subscription is {processName, tail}.' });
      return;
    }
    const abort = new AbortController();
    this.following.set(socket, abort);
    const { processName, tail = 500 } = body;
    const take = async (piece: { records: readonly unknown[]; missed: number }) => {
      socket.emit('records', { processName, ...piece });
      await untilTaken(socket, abort.signal);
    };
    try {
      await this.parts.logs.follow(processName, Math.min(tail, mostTail), take, abort.signal);
    } catch (error) {
      this.parts.platform.logger.warn('logs.follow-failed', { processName, error: String(error) });
      socket.emit('refused', { message: `The log of ${processName} cannot be read.` });
    }
  }

  private stop(socket: Socket): void {
    this.following.get(socket)?.abort(new Error('The reader has left'));
    this.following.delete(socket);
  }
}

/** Waits while a reader has too much unread; the stream keeps what it can and counts what it cannot. */
async function untilTaken(socket: Socket, signal: AbortSignal): Promise<void> {
  const { conn } = socket;
  while (waitingBytes(socket) > slowBytes && !signal.aborted) {
    await new Promise<void>((resolve) => {
      const done = () => {
        conn.off('drain', done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      conn.on('drain', done);
      signal.addEventListener('abort', done, { once: true });
    });
  }
}

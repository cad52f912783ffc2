import { Inject } from '@nestjs/common';
import { WebSocketGateway } from '@nestjs/websockets';
import type { SequencedEvent } from '@showrunner/contracts';
import type { Namespace, Socket } from 'socket.io';
import { type Parts, PARTS } from '../parts.ts';
import { CHANNELS, type Channels } from './channels/channels.ts';
import { guardNamespace } from './channels/guard-namespace.ts';
import { waitingBytes } from './channels/frame-sink.ts';
import { slowBytes } from './channels/slow-reader.ts';

/** `/events`: the whole state once, then every change of it. */
@WebSocketGateway({ namespace: '/events' })
export class EventsGateway {
  private readonly parts: Parts;
  private readonly channels: Channels;

  constructor(@Inject(PARTS) parts: Parts, @Inject(CHANNELS) channels: Channels) {
    this.parts = parts;
    this.channels = channels;
  }

  afterInit(namespace: Namespace): void {
    guardNamespace(namespace, this.channels.doorkeeper);
  }

  handleConnection(socket: Socket): void {
    const follow = (event: SequencedEvent) => {
      // An event cannot be left out. Who is too slow begins again with a snapshot.
      if (waitingBytes(socket) > slowBytes) socket.disconnect(true);
      else socket.emit('event', event);
    };
    const { snapshot, unsubscribe } = this.parts.stack.subscribe(follow);
    socket.on('disconnect', unsubscribe);
    socket.emit('snapshot', snapshot);
  }
}

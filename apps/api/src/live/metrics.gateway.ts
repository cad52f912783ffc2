import { Inject } from '@nestjs/common';
import { WebSocketGateway } from '@nestjs/websockets';
import { toMetricsSample } from '@showrunner/metrics';
import type { Namespace, Socket } from 'socket.io';
import { type Parts, PARTS } from '../parts.ts';
import { CHANNELS, type Channels } from './channels/channels.ts';
import { guardNamespace } from './channels/guard-namespace.ts';

const intervalMs = 2_000;

/** `/metrics`: a sample at once, then one every two seconds while anybody looks. */
@WebSocketGateway({ namespace: '/metrics' })
export class MetricsGateway {
  private readonly parts: Parts;
  private readonly channels: Channels;
  private readonly readers = new Set<Socket>();
  private timer: NodeJS.Timeout | undefined;

  constructor(@Inject(PARTS) parts: Parts, @Inject(CHANNELS) channels: Channels) {
    this.parts = parts;
    this.channels = channels;
  }

  afterInit(namespace: Namespace): void {
    guardNamespace(namespace, this.channels.doorkeeper);
  }

  handleConnection(socket: Socket): void {
    this.readers.add(socket);
    this.timer ??= setInterval(() => this.tell([...this.readers]), intervalMs).unref();
    this.tell([socket]);
  }

  handleDisconnect(socket: Socket): void {
    this.readers.delete(socket);
    if (this.readers.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private tell(readers: readonly Socket[]): void {
    const { interfaces } = this.parts.metrics.settings();
    this.parts.metrics.sampler.sample(intervalMs / 2).then(
      (sample) => {
        // A sample that a slow reader misses is told better by the next one.
        for (const reader of readers) reader.volatile.emit('sample', toMetricsSample(sample, interfaces));
      },
      (error: unknown) => this.parts.platform.logger.warn('metrics.sample-failed', { error: String(error) }),
    );
  }
}

import type { Parts } from '../../parts.ts';
import { createDoorkeeper, type Doorkeeper } from './doorkeeper.ts';
import type { FrameSink } from './frame-sink.ts';
import { createLogHub, type LogHub } from '../logs/log-hub.ts';
import { createLogsChannel } from './logs-channel.ts';
import { createMetricsChannel } from './metrics-channel.ts';
import { createStatusChannel } from './status-channel.ts';

interface Channel {
  connect(sink: FrameSink, query: URLSearchParams): void;
}

/** What gateways hand their sockets to. */
export interface Channels {
  readonly doorkeeper: Doorkeeper;
  readonly hub: LogHub;
  readonly logs: Channel;
  readonly status: Channel;
  readonly metrics: Channel;
}

export const CHANNELS = Symbol('channels');

export function createChannels(parts: Parts): Channels {
  const hub = createLogHub(parts);
  return {
    doorkeeper: createDoorkeeper(parts),
    hub,
    logs: createLogsChannel(parts, hub),
    status: createStatusChannel(parts),
    metrics: createMetricsChannel(parts),
  };
}

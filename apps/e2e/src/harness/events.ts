import type { SequencedEvent } from '@showrunner/contracts';
import { io } from 'socket.io-client';
import type { Showrunner } from './showrunner.ts';

/** The event stream as a client follows it. */
export interface FollowedEvents {
  /** All that has come so far, in their order. */
  readonly all: readonly SequencedEvent[];
  close(): void;
}

/** Follows the events from now on, until the server goes or the caller closes. */
export async function followEvents({ url }: Showrunner, token: string | undefined): Promise<FollowedEvents> {
  const all: SequencedEvent[] = [];
  const socket = io(`${url}/events`, { auth: { token }, transports: ['websocket'], reconnection: false });
  socket.on('event', (event: SequencedEvent) => all.push(event));
  await new Promise<void>((resolve, reject) => {
    socket.once('snapshot', () => resolve());
    socket.once('connect_error', reject);
  });
  return { all, close: () => socket.close() };
}

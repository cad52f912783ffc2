import type { Socket } from 'socket.io';
import { WebSocket } from 'ws';

/** Where frames of the original's sockets go, whichever protocol carries them. */
export interface FrameSink {
  send(frame: string): void;
  /** Bytes that the other end has not taken yet. */
  readonly bufferedBytes: number;
  close(code: number, reason: string): void;
  onMessage(listener: (text: string) => void): void;
  onClose(listener: () => void): void;
}

/** A plain WebSocket. */
export function toRawSink(socket: WebSocket): FrameSink {
  return {
    send: (frame) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(frame);
    },
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
    close: (code, reason) => socket.close(code, reason),
    onMessage: (listener) => void socket.on('message', (data) => listener(String(data))),
    onClose: (listener) => void socket.on('close', listener),
  };
}

/** A socket.io client: the same frames, each as the event `message`. */
export function toSocketIoSink(socket: Socket): FrameSink {
  return {
    send: (frame) => void socket.emit('message', frame),
    get bufferedBytes() {
      return waitingBytes(socket);
    },
    close: () => void socket.disconnect(true),
    onMessage: (listener) => {
      socket.on('message', (data: unknown) => listener(typeof data === 'string' ? data : JSON.stringify(data)));
    },
    onClose: (listener) => void socket.on('disconnect', listener),
  };
}

/** What waits in the engine below a socket.io client: its own queue, and the buffer of the transport. */
export function waitingBytes(socket: Socket): number {
  const { conn } = socket as unknown as {
    // Neither is part of the typed surface, and both are public in the engine that it wraps.
    conn: { writeBuffer?: readonly { data?: unknown }[]; transport?: { socket?: { bufferedAmount?: number } } };
  };
  const queued = (conn.writeBuffer ?? []).reduce(
    (sum, { data }) => sum + (typeof data === 'string' ? data.length : 0),
    0,
  );
  return queued + (conn.transport?.socket?.bufferedAmount ?? 0);
}

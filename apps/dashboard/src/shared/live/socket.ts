import { Manager, type Socket } from 'socket.io-client';
import { askTicket } from '../api/ticket.ts';

let manager: Manager | null = null;

/** One connection for all namespaces; it lives as long as the page. */
function connection(): Manager {
  manager ??= new Manager(window.location.origin, {
    path: '/socket.io',
    // Each namespace is connected below, once its listeners are in place; twice would subscribe twice.
    autoConnect: false,
    transports: ['websocket'],
    reconnectionDelay: 500,
    reconnectionDelayMax: 10_000,
    randomizationFactor: 0.3,
  });
  return manager;
}

const retryMs = 3_000;

/** Opens a namespace with a fresh ticket each time it connects; the caller calls the answer to close it. */
export function openNamespace(name: string, prepare: (socket: Socket) => void): () => void {
  let timer: number | undefined;
  const socket = connection().socket(name, {
    auth: (give) => {
      askTicket().then(
        (ticket) => give({ ticket }),
        // Without a ticket the server refuses with a reason, and the refusal below tries again.
        () => give({}),
      );
    },
  });
  const retry = () => {
    // A refusal by the server ends the library's own retries.
    if (!socket.active) timer = window.setTimeout(() => socket.connect(), retryMs);
  };
  socket.on('connect_error', retry);
  socket.on('disconnect', (reason) => {
    if (reason === 'io server disconnect') retry();
  });
  prepare(socket);
  socket.connect();
  return () => {
    window.clearTimeout(timer);
    socket.off();
    socket.disconnect();
  };
}

import type { Namespace } from 'socket.io';
import { type Doorkeeper, refusalReason } from './doorkeeper.ts';

/** Lets nobody into a namespace who shows no good token or ticket, and puts out who loses the right. */
export function guardNamespace(namespace: Namespace, doorkeeper: Doorkeeper): void {
  namespace.use((socket, next) => {
    try {
      const principal = doorkeeper.admitNamespace(socket);
      socket.on(
        'disconnect',
        doorkeeper.watch(principal, () => socket.disconnect(true)),
      );
      next();
    } catch (error) {
      next(new Error(refusalReason(error)));
    }
  });
}

import type { IncomingMessage } from 'node:http';
import { Problem } from '@showrunner/contracts';
import type { Socket } from 'socket.io';
import { readClient } from '../../http/guards/client.ts';
import type { Principal } from '../../http/guards/principal.ts';
import type { Parts } from '../../parts.ts';

/** Lets sockets in, and out again when their account is no longer let in. */
export interface Doorkeeper {
  /** Lets a socket in that shows its token or ticket in the query. @throws Problem `auth.*` */
  admitRequest(request: IncomingMessage): Principal;
  /** The same for a namespace, where it comes with the handshake. @throws Problem `auth.*` */
  admitNamespace(socket: Socket): Principal;
  /** Calls back when this one is to leave; the answer ends watching. */
  watch(principal: Principal, leave: () => void): () => void;
}

export function createDoorkeeper({ auth }: Parts): Doorkeeper {
  const shown = (fields: Readonly<Record<string, unknown>>) => {
    const text = (name: string) => (typeof fields[name] === 'string' ? { [name]: fields[name] } : {});
    return { ...text('token'), ...text('ticket') };
  };
  return {
    admitRequest(request) {
      const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
      return auth.access.admitSocket(readClient(request), shown(Object.fromEntries(query)));
    },
    admitNamespace(socket) {
      const { auth: given, query } = socket.handshake;
      return auth.access.admitSocket(readClient(socket.request), shown({ ...query, ...given }));
    },
    watch(principal, leave) {
      const check = () => {
        if (!auth.access.isStillAdmitted(principal)) leave();
      };
      const ends = [auth.store.onChange(check), auth.sessions.onEnd(check), auth.apiTokens.onEnd(check)];
      return () => ends.forEach((end) => end());
    },
  };
}

/** What a socket that is refused is told: the reason, with which clients decide whether to renew their session. */
export function refusalReason(error: unknown): string {
  if (error instanceof Problem) return error.message.slice(0, 120);
  throw error;
}

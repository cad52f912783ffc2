import { connect, createServer } from 'node:net';
import type { Network } from '@showrunner/platform';
import { hasCode } from '../system-errors.ts';
import { downloadFile } from './download.ts';
import { requestHttp } from './http.ts';
import { listListeners } from './listeners.ts';

/**
 * The network as this machine sees it.
 * @param options.stallMs a download that brings nothing for so long is given up; default a minute
 */
export function createNetwork({ stallMs }: { readonly stallMs?: number } = {}): Network {
  return {
    listeners: listListeners,
    isPortFree,
    canConnect,
    http: requestHttp,
    download: (request, signal) => downloadFile(request, signal, stallMs),
  };
}

async function isPortFree(port: number): Promise<boolean> {
  return (await canBind(port, '127.0.0.1')) && (await canBind(port, '::1'));
}

function canBind(port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      if (hasCode(error, 'EADDRINUSE', 'EACCES')) resolve(false);
      // A machine without IPv6 has nothing that could hold the port there.
      else if (hasCode(error, 'EADDRNOTAVAIL', 'EAFNOSUPPORT')) resolve(true);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function canConnect(host: string, port: number, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const finish = (reached: boolean): void => {
      socket.destroy();
      resolve(reached);
    };
    socket.setTimeout(timeoutMs, () => finish(false));
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { createProxyServer } from 'httpxy';
import type { CookieSealer } from './cookies.ts';
import { type Passage, toBrowserHeaders, toServiceHeaders } from './headers.ts';

/** How long a service may take to answer the wish for a WebSocket. */
const upgradeTimeoutMs = 30_000;

/** Carries requests of pages to their services and the answers back, with headers rewritten both ways. */
export interface PageProxy {
  /** Resolves when the answer has ended. Rejects where there is none. @param renewed session cookie to send along */
  web(request: IncomingMessage, response: ServerResponse, passage: Passage, renewed?: string): Promise<void>;
  /** The same for a WebSocket. Resolves when it has ended. */
  upgrade(request: IncomingMessage, socket: Socket, head: Buffer, passage: Passage): Promise<void>;
}

export function createPageProxy(cookies: CookieSealer): PageProxy {
  const proxy = createProxyServer({ agent: false });
  const under = new WeakMap<IncomingMessage, { passage: Passage; renewed: string | undefined }>();
  const target = ({ page }: Passage) => `http://127.0.0.1:${page.port}`;

  proxy.on('proxyRes', (answer, request) => {
    const way = under.get(request);
    if (way === undefined) return;
    toBrowserHeaders(answer.headers, way.passage, cookies);
    if (way.renewed !== undefined) {
      answer.headers['set-cookie'] = [...(answer.headers['set-cookie'] ?? []), way.renewed];
    }
  });
  // Registered before the proxy's own listeners, so that those pass on what is left here.
  proxy.on('proxyReqWs', (outgoing, request) => {
    const way = under.get(request);
    if (way === undefined) return;
    outgoing.once('upgrade', (answer) => delete answer.headers['set-cookie']);
    outgoing.once('response', (answer) => toBrowserHeaders(answer.headers, way.passage, cookies));
  });

  return {
    async web(request, response, passage, renewed) {
      under.set(request, { passage, renewed });
      request.headers = toServiceHeaders(request.headers, passage, cookies);
      await proxy.web(request, response, { target: target(passage) });
    },
    async upgrade(request, socket, head, passage) {
      under.set(request, { passage, renewed: undefined });
      request.headers = toServiceHeaders(request.headers, passage, cookies);
      await proxy.ws(request, socket, { target: target(passage), upgradeTimeout: upgradeTimeoutMs }, head);
    },
  };
}

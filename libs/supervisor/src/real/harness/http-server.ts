import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';

/** A server for probes that does as it is told, and counts. */
export interface ProbedServer {
  readonly url: (path: string) => string;
  /** Requests of a path so far, and the most of them that were open at the same moment. */
  asked(path: string): number;
  most(path: string): number;
  /** Resolves when a path was asked so many times in all. */
  untilAsked(path: string, count: number): Promise<void>;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Opens servers that are closed after each test, whatever they still hold open. */
export function useServers(): (answers: Readonly<Record<string, Answer>>) => Promise<ProbedServer> {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    await Promise.all(closers.splice(0).map((close) => close()));
  });
  return async (answers) => {
    const counts = new Map<string, { asked: number; open: number; most: number }>();
    const watchers = new Set<() => void>();
    const of = (path: string) => counts.get(path) ?? { asked: 0, open: 0, most: 0 };
    const server = createServer((request, response) => {
      const path = request.url ?? '';
      const { asked, open, most } = of(path);
      counts.set(path, { asked: asked + 1, open: open + 1, most: Math.max(most, open + 1) });
      response.once('close', () => counts.set(path, { ...of(path), open: of(path).open - 1 }));
      watchers.forEach((look) => look());
      answers[path]?.(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(
      () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    );
    const { port } = server.address() as AddressInfo; // it listens on a port
    return {
      url: (path) => `http://127.0.0.1:${port}${path}`,
      asked: (path) => of(path).asked,
      most: (path) => of(path).most,
      untilAsked: (path, count) =>
        new Promise((resolve) => {
          const look = () => {
            if (of(path).asked < count) return;
            watchers.delete(look);
            resolve();
          };
          watchers.add(look);
          look();
        }),
    };
  };
}

import type { Database, HttpRequest, HttpResponse } from '@showrunner/platform';
import { createFakeFiles, type FakeFiles } from '@showrunner/platform/fakes';
import type { ConnectionContext } from '../vocabulary/connections.ts';

export interface FakeConnection {
  readonly values: Readonly<Record<string, string>>;
  readonly self?: Partial<ConnectionContext['self']>;
  readonly peer?: Partial<ConnectionContext['peer']>;
  readonly database?: Database;
  http?(request: Omit<HttpRequest, 'timeoutMs'>): HttpResponse | Promise<HttpResponse>;
}

/** The hands of a connection hook for its test. What the test does not name is refused. */
export function createConnectionContext(
  world: FakeConnection,
): ConnectionContext & { readonly lines: readonly string[]; readonly files: FakeFiles } {
  const lines: string[] = [];
  return {
    self: { serviceKey: 'self', instance: null, processName: 'Self', ...world.self },
    peer: { serviceKey: 'peer', instance: null, processName: 'Peer', ...world.peer },
    values: world.values,
    files: createFakeFiles(),
    http: async (request) => {
      if (world.http === undefined) throw new Error('http was not expected');
      return world.http(request);
    },
    postgres: { connect: () => Promise.reject(new Error('postgres was not expected')) },
    editDatabase: (path, work) => {
      if (world.database === undefined) throw new Error(`${path} was not expected to be opened`);
      return work(world.database);
    },
    owner: undefined,
    log: (line) => void lines.push(line),
    signal: new AbortController().signal,
    lines,
  };
}

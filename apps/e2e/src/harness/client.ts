import type { OperationView, StackView } from '@showrunner/contracts';
import { waitFor } from './wait-for.ts';

/** An answer of the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Speaks to a server as a script would. */
export interface Client {
  readonly token: string | undefined;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** As `call`, but fails unless the answer is of the 200s. */
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  stack(): Promise<StackView>;
  /** Pid of a process that runs, by process name. */
  pids(): Promise<Record<string, number>>;
  /** The stack document as it is shown, secrets masked. */
  document(): Promise<{ revision: string; document: Record<string, Record<string, unknown>> }>;
  /** Waits for an operation that is under way. */
  whenEnded(id: string): Promise<OperationView>;
  /** Runs a change to its end and answers the operation. */
  operate(change: unknown): Promise<OperationView>;
}

export function createClient(url: string, token?: string): Client {
  const call: Client['call'] = async (method, path, body, headers = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      redirect: 'manual',
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parse(text) };
  };
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await call(method, path, body);
    if (answer.status >= 300)
      throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body as T;
  };
  const client: Client = {
    token,
    call,
    get: (path) => ask('GET', path),
    post: (path, body) => ask('POST', path, body ?? {}),
    stack: () => ask('GET', '/api/native/stack'),
    async pids() {
      const { services } = await client.stack();
      return Object.fromEntries(
        services.flatMap(({ processName, status }) => (status.pid === undefined ? [] : [[processName, status.pid]])),
      );
    },
    document: () => ask('GET', '/api/native/document'),
    whenEnded: (id) =>
      waitFor(
        'the operation to end',
        async () => {
          const view = await ask<OperationView>('GET', `/api/native/operations/${id}`);
          return view.state !== 'running' && view;
        },
        240_000,
      ),
    async operate(change) {
      const { id } = await ask<OperationView>('POST', '/api/native/operations', change);
      return client.whenEnded(id);
    },
  };
  return client;
}

/** Creates the first account and answers a client that is signed in with it. */
export async function signUp(url: string): Promise<Client> {
  const tokens = await createClient(url).post<{ access_token: string }>('/auth/setup', {
    username: 'operator',
    password: 'correct horse battery',
  });
  return createClient(url, tokens.access_token);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The seed's request: Riven with its optional services. */
export const rivenRequest = {
  core_services: { name: 'riven_backend', debrid_service: 'RealDebrid', debrid_key: 'abc123', service_options: {} },
  optional_services: ['zilean', 'pgadmin', 'riven_frontend'],
};

/** What runs when that request has been answered. */
export const rivenProcesses = [
  'PostgreSQL',
  'Riven Backend',
  'Riven Frontend',
  'Rclone w/ Riven',
  'Zilean',
  'Zurg w/ Riven',
  'pgAdmin4',
];

import { mkdtemp, rm } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createClock,
  createCompression,
  createFiles,
  createIds,
  createMailer,
  createNetwork,
  openDatabase,
} from '@showrunner/host';
import { createFakeLogger, createFakeSystemMetrics, type FakeLogger } from '@showrunner/platform/fakes';
import type { ServerSettings } from '../served.ts';
import { createServer, type RunningServer } from '../server.ts';
import { createOwnLog, type OwnLog } from '../own-log/own-log.ts';
import { createFakeCache, type FakeCache } from './fake-cache.ts';
import { createFakeStack, type FakeStack } from './fake-stack.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body as JSON; what a test expects of it is the test's to say. */
  readonly json: unknown;
}

export interface AskOptions {
  readonly body?: unknown;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A real server on a real port, with a stack in memory and a data root of its own. */
export interface TestServer extends RunningServer {
  readonly stack: FakeStack;
  readonly root: string;
  readonly logger: FakeLogger;
  readonly cache: FakeCache;
  readonly ownLog: OwnLog;
  ask(method: string, path: string, options?: AskOptions): Promise<Answer>;
  /** Makes the first account and answers its access token. */
  setup(username?: string): Promise<{ access: string; refresh: string }>;
}

export const setupCode = 'code-of-this-start';

/** Starts it. The caller closes it; that removes the data root as well. */
export async function startTestServer(
  settings: Partial<ServerSettings> = {},
  prepare: (root: string) => Promise<void> = () => Promise.resolve(),
): Promise<TestServer> {
  const root = await mkdtemp(join(tmpdir(), 'showrunner-api-'));
  await prepare(root);
  const stack = createFakeStack(root);
  const cache = createFakeCache(root);
  const logger = createFakeLogger();
  const clock = createClock();
  const ownLog = createOwnLog(() => undefined);
  const ids = createIds(() => clock.now());
  const compression = createCompression();
  const network = createNetwork();
  const platform = { files: createFiles(), network, clock, ids, logger, compression, openDatabase };
  const server = await createServer({
    stack,
    cache,
    platform,
    ownLog,
    metrics: createFakeSystemMetrics(),
    mailer: createMailer(),
    passwordRounds: 4,
    settings: {
      host: '127.0.0.1',
      port: 0,
      dataRoot: root,
      demo: false,
      version: '1.2.3',
      setupCode,
      allowOpen: false,
      allowedHosts: [],
      pagePorts: new Set(),
      warnings: () => [],
      ...settings,
    },
  });
  const ask: TestServer['ask'] = (method, path, options = {}) => askAt(server.port, method, path, options);
  return {
    ...server,
    stack,
    root,
    logger,
    cache,
    ownLog,
    ask,
    async setup(username = 'admin') {
      const answer = await ask('POST', '/auth/setup', { body: { username, password: 'correct horse' } });
      const tokens = answer.json as { access_token: string; refresh_token: string };
      return { access: tokens.access_token, refresh: tokens.refresh_token };
    },
    async close() {
      await server.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** `fetch` would not let a test set Host, Origin or Sec-Fetch headers. */
export function askAt(port: number, method: string, path: string, options: AskOptions = {}): Promise<Answer> {
  const text = options.body === undefined ? undefined : JSON.stringify(options.body);
  const headers = {
    ...(text === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
    ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
    ...options.headers,
  };
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        const json: unknown =
          String(response.headers['content-type']).includes('json') && body !== '' ? JSON.parse(body) : undefined;
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: body, json });
      });
    });
    request.on('error', reject);
    request.end(text);
  });
}

/*
 * Stand-in for Phalanx DB v0.63, constructed from its source: one writer without peers. Reads PORT and DEBUG, keeps its
 * entries in its storage, answers health and entries in the project's own structure.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { refuse, standInVersion } from '../../stand-in-kit/exit.ts';
import { createLineWriter } from '../../stand-in-kit/log.ts';
import { listen, sendJson, type StandInRequest } from '../../stand-in-kit/server.ts';

interface Entry {
  readonly cached: boolean;
  readonly last_modified: string;
  readonly expiry: string | null;
}

const write = createLineWriter();
const options = readOptions(process.argv.slice(2));
const port = Number(options.get('--port') ?? process.env['PORT'] ?? '8888');
if (!Number.isInteger(port) || port < 1 || port > 65_535)
  refuse(`RangeError [ERR_SOCKET_BAD_PORT]: options.port should be >= 0 and < 65536. Received ${String(port)}.`);
const storage = options.get('--storage') ?? join(fileURLToPath(new URL('.', import.meta.url)), 'autobase_storage_v4');
const file = join(storage, 'entries.json');
const entries = openStorage();
write('Local writer key: 00simulated00');
write('P2P Client (V4) started. Topic: hyperbee-phalanx-db-v4');
debug(`opened ${storage}`);

await listen(
  {
    host: '::',
    port,
    onFailed: (error) => refuse(`Failed to start server: ${error.stack ?? error.message}`),
    onStop: () => write('\nShutting down...'),
  },
  async (request, response) => {
    write(`${new Date().toISOString()} ${request.method} ${request.path}`);
    if (request.path === '/health') return sendJson(response, 200, health());
    const id = decodeURIComponent(/^\/api\/entries\/([^/]+)$/.exec(request.path)?.[1] ?? '');
    if (request.path === '/api/entries' && request.method === 'GET')
      return sendJson(response, 200, { data: structured([...entries]) });
    if (request.path === '/api/entries' && (request.method === 'POST' || request.method === 'PUT')) {
      const added = await readEntries(request);
      if (added === undefined) {
        return sendJson(response, 400, {
          error: 'Invalid request format. Please provide a structured format with data array.',
        });
      }
      for (const [key, value] of added) entries.set(key, value);
      save();
      return request.method === 'POST'
        ? sendJson(response, 201, { success: true, message: `Created ${added.length} entries` })
        : sendJson(response, 200, { success: true, message: 'Entries updated' });
    }
    if (id !== '' && request.method === 'DELETE') {
      entries.delete(id);
      save();
      return sendJson(response, 200, { success: true });
    }
    if (id !== '' && request.method === 'GET') {
      const found = [...entries].filter(([key]) => (id.includes('+') ? key === id : key.startsWith(`${id}+`)));
      return found.length > 0
        ? sendJson(response, 200, { data: structured(found) })
        : sendJson(response, 404, { error: 'No entries found for this infohash' });
    }
    return sendJson(response, 404, { error: 'Not Found' });
  },
);
write(`REST API (V4) listening on port ${port}`);
write(`Health info available at http://localhost:${port}/health`);

function health() {
  return {
    status: 'healthy',
    version: 'v4',
    simulated: standInVersion('v0.63'),
    database: { entries: entries.size, countInitialized: true, lastSync: null },
    knownWriters: ['00simulated00'],
    swarm: { peers: 0, topic: 'hyperbee-phalanx-db-v4' },
  };
}

function readOptions(args: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (let index = 0; index < args.length; index += 2) found.set(args[index] ?? '', args[index + 1] ?? '');
  return found;
}

function openStorage(): Map<string, Entry> {
  try {
    mkdirSync(storage, { recursive: true });
    writeFileSync(join(storage, 'CORESTORE'), 'simulated\n');
  } catch (error) {
    return refuse(`Failed to start server: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    return new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Entry>)); // Written by save.
  } catch {
    return new Map(); // A new storage has none yet.
  }
}

function save(): void {
  writeFileSync(file, JSON.stringify(Object.fromEntries(entries)));
}

async function readEntries(request: StandInRequest): Promise<readonly (readonly [string, Entry])[] | undefined> {
  const body = JSON.parse((await request.text()) || '{}') as { data?: unknown };
  if (!Array.isArray(body.data)) return undefined;
  const items = body.data as readonly { infohash: string; services: Record<string, Partial<Entry>> }[]; // The documented shape.
  return items.flatMap(({ infohash, services }) =>
    Object.entries(services).map(([service, { cached = false, expiry = null }]) => {
      const value: Entry = { cached, expiry, last_modified: new Date().toISOString() };
      return [`${infohash}+${service}`, value] as const;
    }),
  );
}

function structured(flat: readonly (readonly [string, Entry])[]): readonly unknown[] {
  const byHash = new Map<string, Record<string, Entry>>();
  for (const [key, value] of flat) {
    const [infohash = '', ...service] = key.split('+');
    byHash.set(infohash, { ...byHash.get(infohash), [service.join('+')]: value });
  }
  return [...byHash].map(([infohash, services]) => ({ infohash, services }));
}

function debug(message: string): void {
  if (process.env['DEBUG'] === 'true') write(`[DEBUG ${new Date().toISOString()}] ${message}`);
}

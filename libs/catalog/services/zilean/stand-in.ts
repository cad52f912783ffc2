/*
 * Stand-in for Zilean 3, constructed from its documentation: reads its environment as ASP.NET does, connects to the real
 * PostgreSQL, answers health, Torznab and a search.
 */
import { connectDatabase, type DatabaseAddress, parseConnectionString } from '../../stand-in-kit/database.ts';
import { standInVersion } from '../../stand-in-kit/exit.ts';
import { createLineWriter, timeParts } from '../../stand-in-kit/log.ts';
import { escapeHtml, listen, sendJson, sendPage, sendText } from '../../stand-in-kit/server.ts';

const write = createLineWriter();
const log = (level: 'Information' | 'Warning' | 'Error' | 'Fatal', message: string): void =>
  write(`[${timeParts(new Date()).time}] | ${level} | ${message}`);
const fail = (message: string): never => {
  log('Fatal', message);
  process.exit(1);
};

const port = readPort(process.env['ASPNETCORE_URLS'] ?? 'http://localhost:5000');
const address = readConnectionString(process.env['Zilean__Database__ConnectionString'] ?? '');
log('Information', `Zilean.ApiService (simulated stand-in ${standInVersion('v3.5.0')}) is starting`);
const database = await connectDatabase(address, (error) =>
  fail(`Zilean.Database: connection lost: ${error.message}`),
).catch((error: unknown) => fail(`Zilean.Database: ${error instanceof Error ? error.message : String(error)}`));
await database.query(
  'CREATE TABLE IF NOT EXISTS "Torrents" ("InfoHash" text PRIMARY KEY, "RawTitle" text NOT NULL, "Size" bigint NOT NULL)',
);
await database.query('INSERT INTO "Torrents" VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
  'dd8255ecdc7ca55fb0bbf81323d87062db1f6d1c',
  'Big Buck Bunny 2008 1080p BluRay x264',
  3_145_728,
]);
log('Information', 'Zilean.Database: migrations applied');

await listen(
  {
    host: '::',
    port,
    onFailed: (error) => fail(`Zilean.ApiService: Failed to bind to address http://[::]:${port}: ${error.message}`),
    onStop: () => database.end(),
  },
  async (request, response) => {
    if (request.path === '/healthchecks/ping') return sendText(response, 200, `${new Date().toISOString()}: Pong!`);
    if (request.path === '/torznab/api')
      return sendText(response, 200, await torznab(request.query), 'application/xml');
    if (request.path === '/dmm/search' && request.method === 'POST') {
      const body: unknown = JSON.parse((await request.text()) || '{}');
      const text = typeof body === 'object' && body !== null && 'queryText' in body ? String(body.queryText) : '';
      return sendJson(response, 200, await search(text));
    }
    if (request.path === '/')
      return sendPage(response, 'Zilean', [
        'Torznab is at /torznab/api.',
        `Index: ${(await search('')).length} title.`,
      ]);
    return sendText(response, 404, '');
  },
);
log('Information', `Zilean.ApiService: Now listening on: http://[::]:${port}`);

async function search(text: string): Promise<readonly { infoHash: string; rawTitle: string; size: string }[]> {
  const result = await database.query<{ infoHash: string; rawTitle: string; size: string }>(
    'SELECT "InfoHash" AS "infoHash", "RawTitle" AS "rawTitle", "Size" AS size FROM "Torrents" WHERE "RawTitle" ILIKE $1 LIMIT 100',
    [`%${text.trim().replace(/\s+/g, '%')}%`],
  );
  return result.rows;
}

async function torznab(query: URLSearchParams): Promise<string> {
  if (query.get('t') === 'caps') {
    return '<?xml version="1.0"?><caps><server title="Zilean (simulated)"/><searching><search available="yes" supportedParams="q"/></searching></caps>';
  }
  const items = (await search(query.get('q') ?? '')).map(
    (row) =>
      `<item><title>${escapeHtml(row.rawTitle)}</title><guid>${row.infoHash}</guid><size>${row.size}</size></item>`,
  );
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Zilean (simulated)</title>${items.join('')}</channel></rss>`;
}

function readPort(urls: string): number {
  const match = /^https?:\/\/(?:\+|\*|\[::\]|[\w.]+):(\d+)\/?$/.exec(urls.split(';')[0] ?? '');
  return match === null ? fail(`Zilean.ApiService: Invalid URL: '${urls}'`) : Number(match[1]);
}

function readConnectionString(text: string): DatabaseAddress {
  const parts = parsed(text);
  const take = (name: string): string =>
    parts.get(name) ?? fail(`Zilean.Database: the connection string has no ${name}`);
  return {
    host: take('host'),
    port: Number(parts.get('port') ?? '5432'),
    database: take('database'),
    user: take('username'),
    password: take('password'),
  };
}

function parsed(text: string): ReadonlyMap<string, string> {
  try {
    return parseConnectionString(text);
  } catch (error) {
    return fail(`Zilean.Database: ${error instanceof Error ? error.message : String(error)}`);
  }
}

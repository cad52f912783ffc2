/*
 * Stand-in for Traefik Proxy Admin 1.24, constructed from its source: keeps domains and services in PostgreSQL, lets only a
 * signed-in administrator change them, serves them to Traefik, takes a link to Authelia from whoever has the token.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { connectDatabase, parseDatabaseUrl } from '../../stand-in-kit/database.ts';
import { standInVersion } from '../../stand-in-kit/exit.ts';
import { createLineWriter } from '../../stand-in-kit/log.ts';
import { listen, sendJson, sendPage, type StandInRequest } from '../../stand-in-kit/server.ts';

type Reply = Parameters<typeof sendJson>[0];
interface Service {
  readonly name: string;
  readonly host: string;
  readonly target: string;
}

const { env } = process;
const version = standInVersion('v1.24.0');
const cookieName = 'tpa_admin_session';
const shortestSecret = 32;
const write = createLineWriter();
const fail = (message: string): never => {
  write(` ⨯ Error: ${message}`);
  process.exit(1);
};
const secret = env['ADMIN_AUTH_SECRET'] ?? '';
if (env['ADMIN_AUTH_ENABLED'] === 'true' && secret === '')
  fail('ADMIN_AUTH_SECRET is required when admin auth is enabled in production');
if (!existsSync(join(env['PWD'] ?? '.', 'drizzle'))) fail("Can't find meta/_journal.json file");
const database = await openDatabase();
const port = Number(env['PORT'] ?? '3000');

await listen({ host: env['HOSTNAME'] ?? '0.0.0.0', port, onFailed: (error) => fail(error.message) }, route);
write(` ▲ Next.js 16.2.12 (simulated stand-in)`);
write(` ✓ Ready on port ${port}`);

async function route(request: StandInRequest, response: Reply): Promise<void> {
  switch (`${request.method} ${request.path}`) {
    case 'GET /api/health':
      return sendJson(response, 200, { status: 'ok', environment: env['NODE_ENV'] ?? 'development' });
    case 'GET /api/traefik/config':
      return sendJson(response, 200, { http: toHttp(await listServices()) });
    case 'POST /api/auth/admin/local/setup':
      return await setUp(request, response);
    case 'POST /api/domains':
      return isAdmin(request) ? await addDomain(request, response) : refuse(response);
    case 'POST /api/services':
      return isAdmin(request) ? await addService(request, response) : refuse(response);
    case 'POST /api/integrations/dumb/authelia/link':
      return await link(request, response);
    case 'GET /':
      return sendPage(response, 'Traefik Proxy Admin', [`Version ${version}.`]);
    default:
      return sendJson(response, 404, { error: 'Not Found' });
  }
}

/** Only the first visitor may make an administrator. */
async function setUp(request: StandInRequest, response: Reply): Promise<void> {
  const { username, password } = await bodyOf(request);
  if (typeof username !== 'string' || typeof password !== 'string' || username === '' || password === '')
    return sendJson(response, 400, { error: 'Username and password are required' });
  const { rows } = await database.query('SELECT name FROM admins');
  if (rows.length > 0) return sendJson(response, 400, { error: 'A local administrator exists already' });
  const hash = createHash('sha256').update(password).digest('hex');
  await database.query('INSERT INTO admins VALUES ($1, $2)', [username, hash]);
  const secure = env['ADMIN_COOKIE_SECURE'] === 'true' ? '; Secure' : '';
  response.setHeader('set-cookie', `${cookieName}=${username}.${sign(username)}; Path=/; HttpOnly${secure}`);
  return sendJson(response, 200, { ok: true, user: { username, role: 'admin' } });
}

async function addDomain(request: StandInRequest, response: Reply): Promise<void> {
  const { name, domain } = await bodyOf(request);
  if (typeof name !== 'string' || typeof domain !== 'string')
    return sendJson(response, 400, { error: 'Invalid domain' });
  const { rows } = await database.query<{ id: number }>('INSERT INTO domains (domain) VALUES ($1) RETURNING id', [
    domain,
  ]);
  return sendJson(response, 200, { id: String(rows[0]?.id), name, domain });
}

async function addService(request: StandInRequest, response: Reply): Promise<void> {
  const { name, subdomain, domainId, targetIp, targetPort } = await bodyOf(request);
  const { rows } = await database.query<{ domain: string }>('SELECT domain FROM domains WHERE id = $1', [
    Number(domainId),
  ]);
  const domain = rows[0]?.domain;
  if (domain === undefined) return sendJson(response, 400, { error: 'Specified domain does not exist' });
  const host = `${String(subdomain)}.${domain}`;
  const target = `http://${String(targetIp)}:${Number(targetPort)}`;
  await database.query('INSERT INTO services VALUES ($1, $2, $3)', [name, host, target]);
  return sendJson(response, 200, { name, host });
}

async function link(request: StandInRequest, response: Reply): Promise<void> {
  const given = (request.headers.authorization ?? '').replace(/^Bearer\s+/i, '');
  if (!isSame(given, env['DUMB_INTEGRATION_TOKEN'] ?? ''))
    return sendJson(response, 401, { error: 'Invalid DUMB integration token' });
  const { clientId, clientSecret } = await bodyOf(request);
  if (!clientId || !clientSecret) return sendJson(response, 400, { error: 'Client ID and client secret are required' });
  return sendJson(response, 200, { linked: true });
}

async function listServices(): Promise<readonly Service[]> {
  return (await database.query<Service>('SELECT name, host, target FROM services ORDER BY name')).rows;
}

function toHttp(services: readonly Service[]): object {
  const named = <T>(value: (service: Service) => T) =>
    Object.fromEntries(services.map((service) => [service.name.toLowerCase(), value(service)]));
  return {
    routers: named(({ name, host }) => ({
      rule: `Host(\`${host}\`)`,
      service: name.toLowerCase(),
      entryPoints: ['web'],
    })),
    services: named(({ target }) => ({ loadBalancer: { servers: [{ url: target }] } })),
    middlewares: {},
  };
}

function refuse(response: Reply): void {
  sendJson(response, 401, { error: 'Unauthorized' });
}

function isAdmin({ headers }: StandInRequest): boolean {
  const [, name = '', given = ''] = new RegExp(`${cookieName}=([^.;]+)\\.([0-9a-f]+)`).exec(headers.cookie ?? '') ?? [];
  return env['ADMIN_AUTH_ENABLED'] !== 'true' || isSame(given, sign(name));
}

function sign(name: string): string {
  return createHmac('sha256', secret).update(name).digest('hex');
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return b.length >= shortestSecret && a.length === b.length && timingSafeEqual(a, b);
}

async function bodyOf(request: StandInRequest): Promise<Readonly<Record<string, unknown>>> {
  return JSON.parse(await request.text()) as Readonly<Record<string, unknown>>; // every field is looked at
}

async function openDatabase() {
  try {
    const client = await connectDatabase(parseDatabaseUrl(env['DATABASE_URL'] ?? ''), (error) => fail(error.message));
    await client.query('CREATE TABLE IF NOT EXISTS admins (name text PRIMARY KEY, hash text NOT NULL)');
    await client.query('CREATE TABLE IF NOT EXISTS domains (id serial PRIMARY KEY, domain text NOT NULL)');
    await client.query('CREATE TABLE IF NOT EXISTS services (name text PRIMARY KEY, host text, target text)');
    return client;
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

/*
 * Stand-in for Authelia 4.39, constructed from its reference and its sources: checks its configuration as strictly, wants
 * secrets in files, a user and a PostgreSQL whose data was written with the same key; signs in and answers a proxy.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { compare } from 'bcryptjs';
import { type AutheliaConfig, readConfiguration } from '../../stand-in-kit/authelia-config.ts';
import { connectDatabase } from '../../stand-in-kit/database.ts';
import { refuse, standInVersion } from '../../stand-in-kit/exit.ts';
import { createLineWriter } from '../../stand-in-kit/log.ts';
import { listen, sendJson, sendPage, sendText, type StandInRequest } from '../../stand-in-kit/server.ts';

type Reply = Parameters<typeof sendText>[0];

const version = standInVersion('v4.39.20');
const args = process.argv.slice(2);
const configFile = args[args.indexOf('--config') + 1];
if (!args.includes('--config') || configFile === undefined) refuse("Error: required flag 'config' was not set");
const { config, problems } = readConfiguration(configFile, process.env);
if (args[0] === 'config' && args[1] === 'validate') {
  const verdict =
    problems.length === 0 ? 'Configuration parsed and loaded successfully without errors.' : problems.join('\n');
  process.stdout.write(`${verdict}\n`);
  process.exit(problems.length === 0 ? 0 : 1);
}

const write = createLineWriter();
const order = ['debug', 'info', 'warn', 'error', 'fatal'];
const log = (level: 'info' | 'warn' | 'error' | 'fatal', message: string): void => {
  if (order.indexOf(level) < order.indexOf(config.level)) return;
  const word = level === 'warn' ? 'warning' : level;
  write(`time="${new Date().toISOString()}" level=${word} msg="${message.replaceAll('"', '\\"')}"`);
};
const fail = (message: string): never => {
  log('fatal', message);
  process.exit(1);
};
log('info', `Authelia ${version} is starting (simulated stand-in)`);
for (const problem of problems) log('error', `Configuration: ${problem}`);
if (problems.length > 0) fail("Can't continue due to the errors loading the configuration");
await openStorage(config);
const sessions = new Map<string, string>();

await listen({ host: '0.0.0.0', port: config.port, onFailed: (error) => fail(`listen tcp: ${error.message}`) }, route);
log('info', `Listening for non-TLS connections on '[::]:${config.port}' path '/'`);
log('info', 'Startup complete');

async function route(request: StandInRequest, response: Reply): Promise<void> {
  switch (request.path) {
    case '/api/health':
      return sendJson(response, 200, { status: 'OK' });
    case '/api/firstfactor':
      return await signIn(request, response);
    case '/api/authz/forward-auth':
      return authorise(request, response);
    case '/':
      return sendPage(response, 'Authelia', [`Version ${version}.`]);
    default:
      return sendJson(response, 404, { status: 'KO', message: 'Not Found' });
  }
}

async function signIn(request: StandInRequest, response: Reply): Promise<void> {
  const { username, password } = JSON.parse(await request.text()) as Readonly<Record<string, unknown>>;
  const user = config.users()[String(username)];
  if (user === undefined || user.disabled === true || !(await compare(String(password), user.password))) {
    log('error', `Unsuccessful 1FA authentication attempt by user '${String(username)}'`);
    return sendJson(response, 401, { status: 'KO', message: 'Authentication failed. Check your credentials.' });
  }
  const session = randomUUID();
  sessions.set(session, String(username));
  response.setHeader('set-cookie', `authelia_session=${session}; Domain=${config.cookieDomain}; HttpOnly; Secure`);
  if (config.policy === 'two_factor') tell(`${String(username)} has to register a second factor.`);
  return sendJson(response, 200, { status: 'OK' });
}

/** A proxy asks for a request that it has got; what it does not say about that is a mistake of its configuration. */
function authorise(request: StandInRequest, response: Reply): void {
  const header = (name: string): string => String(request.headers[name] ?? '');
  const [protocol, host] = [header('x-forwarded-proto'), header('x-forwarded-host')];
  if (protocol === '' || host === '' || header('x-forwarded-method') === '' || header('x-forwarded-uri') === '') {
    log(
      'error',
      "Error getting Target URL and Request Method: failed to get target URL: missing header 'X-Forwarded-*'",
    );
    return sendText(response, 400, '400 Bad Request');
  }
  const isCovered = host === config.cookieDomain || host.endsWith(`.${config.cookieDomain}`);
  if (protocol !== 'https' || !isCovered) return sendText(response, 400, '400 Bad Request');
  const user = sessions.get(/authelia_session=([\w-]+)/.exec(header('cookie'))?.[1] ?? '');
  // A second factor cannot be had here; only a policy of one factor lets anybody through.
  if (user !== undefined && config.policy === 'one_factor') {
    response.setHeader('remote-user', user);
    response.setHeader('remote-groups', (config.users()[user]?.groups ?? []).join(','));
    return sendText(response, 200, '200 OK');
  }
  response.setHeader(
    'location',
    `${config.portal}/?rd=${encodeURIComponent(`https://${host}${header('x-forwarded-uri')}`)}`,
  );
  return sendText(response, header('x-forwarded-method') === 'GET' ? 302 : 303, 'Found');
}

function tell(message: string): void {
  if (config.notificationFile !== undefined) writeFileSync(config.notificationFile, `${message}\n`, { mode: 0o600 });
}

/** Data that was written with another key cannot be read any more. */
async function openStorage({ database, encryptionKeyFile }: AutheliaConfig): Promise<void> {
  const mark = createHash('sha256').update(readFileSync(encryptionKeyFile, 'utf8').trim()).digest('hex');
  try {
    const client = await connectDatabase(database, (error) => fail(`storage: ${error.message}`));
    await client.query('CREATE TABLE IF NOT EXISTS encryption (mark text PRIMARY KEY)');
    const { rows } = await client.query<{ mark: string }>('SELECT mark FROM encryption');
    if (rows[0] === undefined) await client.query('INSERT INTO encryption VALUES ($1)', [mark]);
    else if (rows[0].mark !== mark)
      fail(
        'the configured encryption key does not appear to be valid for this database which may occur if the encryption key was changed',
      );
  } catch (error) {
    fail(
      `Failure running the storage provider startup check: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

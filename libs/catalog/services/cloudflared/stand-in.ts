/*
 * Stand-in for cloudflared 2026.7, constructed from its sources: takes a tunnel token from the environment, refuses one that
 * is none, and is ready once its tunnel stands. A tunnel whose secret starts with `bad-` is one that Cloudflare has forgotten.
 */
import { randomUUID } from 'node:crypto';
import { refuse, standInVersion } from '../../stand-in-kit/exit.ts';
import { createLineWriter } from '../../stand-in-kit/log.ts';
import { listen, sendJson, sendText } from '../../stand-in-kit/server.ts';

const version = standInVersion('2026.7.1');
const [command, ...rest] = process.argv.slice(2);
if (command === 'version' || command === '--version') {
  process.stdout.write(`cloudflared version ${version} (simulated stand-in)\n`);
  process.exit(0);
}
const write = createLineWriter();
const order = ['debug', 'info', 'warn', 'error', 'fatal'];
const words = { DBG: 'debug', INF: 'info', WRN: 'warn', ERR: 'error' } as const;
const least = order.indexOf(process.env['TUNNEL_LOGLEVEL'] ?? 'info');
const log = (level: keyof typeof words, message: string): void => {
  if (order.indexOf(words[level]) < least) return;
  write(`${new Date().toISOString().slice(0, 19)}Z ${level} ${message}`);
};

const { metrics, token } = readArguments();
const tunnel = readToken(token ?? process.env['TUNNEL_TOKEN'] ?? '');
const connectorId = randomUUID();
let readyConnections = 0;

const [, host = '127.0.0.1', port = '0'] = /^(.*):(\d+)$/.exec(metrics) ?? [];
const taken = (error: Error): never => refuse(`Error opening metrics server listener: ${error.message}`);
await listen({ host, port: Number(port), onFailed: taken }, (request, response) => {
  if (request.path === '/healthcheck') return sendText(response, 200, 'OK\n');
  if (request.path !== '/ready') return sendText(response, 404, '404 page not found\n');
  const status = readyConnections > 0 ? 200 : 503;
  return sendJson(response, status, { status, readyConnections, connectorId });
});
log('INF', `Starting metrics server on ${metrics}/metrics`);
log('INF', `Starting tunnel tunnelID=${tunnel.t} (simulated stand-in)`);
log('INF', 'Initial protocol quic');
if (Buffer.from(tunnel.s, 'base64').toString('utf8').startsWith('bad-')) {
  log('ERR', 'Register tunnel error from server side error="Unauthorized: Invalid tunnel secret" connIndex=0');
} else {
  readyConnections = 1;
  log('INF', 'Registered tunnel connection connIndex=0 event=0 location=sim01 protocol=quic');
}

function readArguments(): { readonly metrics: string; readonly token: string | undefined } {
  if (command !== 'tunnel') return refuse(`No help topic for '${command ?? ''}'`, 3);
  const values = new Map<string, string>();
  const operands: string[] = [];
  for (let index = 0; index < rest.length; index += 1) {
    const argument = rest[index] ?? '';
    if (!argument.startsWith('--')) operands.push(argument);
    else if (argument === '--metrics' || argument === '--token') values.set(argument, rest[(index += 1)] ?? '');
    else if (argument !== '--no-autoupdate')
      refuse(`Incorrect Usage: flag provided but not defined: -${argument.slice(2)}`);
  }
  if (operands.length !== 1 || operands[0] !== 'run') refuse('Use `cloudflared tunnel run` to start tunnel', 1);
  return { metrics: values.get('--metrics') ?? '127.0.0.1:20241', token: values.get('--token') };
}

/** `{"a": account, "s": secret, "t": id of the tunnel}` in base64. */
function readToken(text: string): { readonly s: string; readonly t: string } {
  if (text === '')
    return refuse(
      '"cloudflared tunnel run" requires the ID or name of the tunnel to run as the last command line argument or in the configuration file.',
    );
  try {
    const { a, s, t } = JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as Readonly<Record<string, unknown>>;
    if (typeof a === 'string' && typeof s === 'string' && typeof t === 'string' && /^[0-9a-f-]{36}$/i.test(t))
      return { s, t };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return refuse("Provided Tunnel token is not valid.\nSee 'cloudflared tunnel run --help'.", 255);
}

/*
 * Stand-in for Riven Frontend, constructed from adapter-node's environment and the frontend's use of server.json: shows
 * what the backend answers to its key.
 */
import { readFileSync } from 'node:fs';
import { refuse, requireEnv, standInVersion } from '../../stand-in-kit/exit.ts';
import { createLineWriter } from '../../stand-in-kit/log.ts';
import { listen, sendPage, sendText } from '../../stand-in-kit/server.ts';

const write = createLineWriter();
const log = (level: 'INFO' | 'WARN' | 'ERROR', message: string): void =>
  write(`[${new Date().toISOString()}] ${level}: ${message}`);

const backendUrl = requireEnv('BACKEND_URL', 'Error: BACKEND_URL is not set');
const backendKey = requireEnv('BACKEND_API_KEY', 'Error: BACKEND_API_KEY is not set');
const origin = requireEnv('ORIGIN', 'Error: ORIGIN is not set; forms would be refused');
const host = process.env['HOST'] ?? '0.0.0.0';
const port = Number(process.env['PORT'] ?? '3000');
if (!URL.canParse(backendUrl)) refuse(`TypeError: Invalid URL: ${backendUrl}`);
if (!Number.isInteger(port)) refuse(`Error: PORT is not a number: ${process.env['PORT']}`);

await listen(
  { host, port, onFailed: (error) => refuse(`Error: listen: ${error.message}`) },
  async (request, response) => {
    if (request.method === 'POST' && request.headers.origin !== origin) {
      return sendText(response, 403, 'Cross-site POST form submissions are forbidden');
    }
    if (request.path === '/connect')
      return sendPage(response, 'Riven Frontend', ['Enter the address and the key of the backend.']);
    if (!isConnected()) {
      response.writeHead(307, { location: '/connect' });
      response.end();
      return;
    }
    if (request.path !== '/') return sendText(response, 404, 'Not found');
    const answer = await askBackend();
    return sendPage(
      response,
      'Riven Frontend',
      [`Version ${standInVersion('0.21.0')}.`, answer.text],
      answer.ok ? 200 : 502,
    );
  },
);
log('INFO', `Listening on http://${host}:${port} (simulated stand-in)`);

function isConnected(): boolean {
  try {
    const server: unknown = JSON.parse(readFileSync('config/server.json', 'utf8'));
    return typeof server === 'object' && server !== null && 'backendUrl' in server && 'apiKey' in server;
  } catch {
    return false; // Without a readable file the real interface asks for address and key.
  }
}

async function askBackend(): Promise<{ ok: boolean; text: string }> {
  try {
    const response = await fetch(`${backendUrl}/api/v1/items`, { headers: { 'x-api-key': backendKey } });
    if (response.status === 401) return { ok: false, text: 'The backend refuses our key.' };
    const body: unknown = await response.json();
    const items =
      typeof body === 'object' && body !== null && 'items' in body && Array.isArray(body.items) ? body.items : [];
    return {
      ok: response.ok,
      text: `The backend answers with ${items.length} titles: ${items.map((item: { title?: string }) => item.title).join(', ')}.`,
    };
  } catch (error) {
    log('ERROR', `Backend unreachable: ${error instanceof Error ? error.message : String(error)}`);
    return { ok: false, text: 'The backend does not answer.' };
  }
}

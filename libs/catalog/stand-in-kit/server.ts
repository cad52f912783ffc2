import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** One request, its path already without the query. */
export interface StandInRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  text(): Promise<string>;
}

export type Respond = (request: StandInRequest, response: ServerResponse) => Promise<void> | void;

const longestBodyBytes = 1024 * 1024;

/**
 * Listens, and ends the program on SIGTERM or SIGINT. A port that is taken ends it with `onTaken`'s exit code, as it
 * ends every real program.
 */
export async function listen(
  options: {
    readonly host: string;
    readonly port: number;
    readonly onFailed: (error: Error) => never;
    readonly onStop?: () => Promise<void> | void;
  },
  respond: Respond,
): Promise<Server> {
  const server = createServer((incoming, response) => {
    answer(incoming, response, respond).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(error instanceof Error ? error.message : String(error));
    });
  });
  server.once('error', options.onFailed);
  await new Promise<void>((resolve) => server.listen(options.port, options.host, resolve));
  const stop = (): void => {
    server.close();
    server.closeAllConnections();
    void Promise.resolve(options.onStop?.()).finally(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  return server;
}

async function answer(incoming: IncomingMessage, response: ServerResponse, respond: Respond): Promise<void> {
  const url = new URL(incoming.url ?? '/', 'http://stand-in.invalid');
  await respond(
    {
      method: incoming.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers: incoming.headers,
      text: () => readBody(incoming),
    },
    response,
  );
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk as Uint8Array); // A request without encoding yields bytes.
    sizeBytes += bytes.length;
    if (sizeBytes > longestBodyBytes) throw new Error('The body is too large.');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

export function sendText(
  response: ServerResponse,
  status: number,
  body: string,
  type = 'text/plain; charset=utf-8',
): void {
  response.writeHead(status, { 'content-type': type });
  response.end(body);
}

/** A page that nobody can take for the real program's. */
export function sendPage(response: ServerResponse, program: string, paragraphs: readonly string[], status = 200): void {
  const body = paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('\n');
  sendText(
    response,
    status,
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(program)} (simulated)</title>
<style>body{font:1rem/1.5 system-ui;max-width:40rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}</style>
<h1>${escapeHtml(program)}</h1>
<p><strong>This is a simulated stand-in, not ${escapeHtml(program)} itself.</strong> Showrunner’s demo runs it in its place.</p>
${body}</html>`,
    'text/html; charset=utf-8',
  );
}

/** The text safe inside HTML and XML. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

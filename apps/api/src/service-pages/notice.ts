import type { IncomingMessage, ServerResponse } from 'node:http';
import { frameableBy } from './headers.ts';

/** What a person sees instead of a page. */
export interface Notice {
  readonly status: number;
  readonly title: string;
  readonly text: string;
  /** Where to go on. */
  readonly link?: { readonly href: string; readonly label: string };
  /** The page may be there soon: look again by itself. */
  readonly again?: boolean;
}

/** Answers with a notice: as a small page where a page is expected, else as text. */
export function sendNotice(
  request: IncomingMessage,
  response: ServerResponse,
  notice: Notice,
  ancestors: readonly string[],
): void {
  if (response.headersSent) return void response.destroy();
  const page = (request.headers.accept ?? '').includes('text/html');
  response.writeHead(notice.status, {
    'content-type': page ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8',
    'content-security-policy': frameableBy("default-src 'none'; style-src 'unsafe-inline'", ancestors),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
  });
  response.end(request.method === 'HEAD' ? undefined : page ? toHtml(notice) : `${notice.title}. ${notice.text}\n`);
}

/** Refuses a socket that wanted to be upgraded. */
export function refuseUpgrade(socket: NodeJS.WritableStream, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function toHtml({ title, text, link, again }: Notice): string {
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    again === true ? '<meta http-equiv="refresh" content="3">' : '',
    `<title>${escape(title)}</title>`,
    '<style>:root{color-scheme:dark light}body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:18vh auto;padding:0 1.5rem}',
    'h1{font-size:1.4rem}</style></head><body>',
    `<h1>${escape(title)}</h1><p>${escape(text)}</p>`,
    link === undefined ? '' : `<p><a href="${escape(link.href)}" target="_top">${escape(link.label)}</a></p>`,
    '</body></html>',
  ].join('');
}

function escape(text: string): string {
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => names[character] ?? character);
}

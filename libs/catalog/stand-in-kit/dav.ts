import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { escapeHtml, sendText, type StandInRequest } from './server.ts';

export interface DavFile {
  readonly kind: 'file';
  readonly sizeBytes: number;
  readonly modifiedAt: Date;
  /** Bytes from `first` to `last`, both included. */
  read(first: number, last: number): Promise<AsyncIterable<Uint8Array>>;
}

export interface DavDirectory {
  readonly kind: 'directory';
  readonly modifiedAt: Date;
  readonly children: ReadonlyMap<string, DavNode>;
}

export type DavNode = DavFile | DavDirectory;

/** Read-only WebDAV over a tree, mounted at `prefix` (with a slash at both ends): PROPFIND, GET with ranges, HEAD. */
export async function answerDav(
  root: DavDirectory,
  prefix: string,
  request: StandInRequest,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'OPTIONS') {
    response.writeHead(200, { allow: 'OPTIONS, GET, HEAD, PROPFIND', dav: '1' });
    response.end();
    return;
  }
  const node = find(root, request.path.slice(prefix.length));
  if (node === undefined) return sendText(response, 404, 'Not Found\n');
  switch (request.method) {
    case 'PROPFIND':
      return answerPropfind(node, request, response);
    case 'GET':
    case 'HEAD':
      return node.kind === 'file'
        ? answerFile(node, request, response)
        : sendText(response, 200, [...node.children.keys()].join('\n'));
    default:
      response.setHeader('allow', 'OPTIONS, GET, HEAD, PROPFIND');
      return sendText(response, 405, 'Method Not Allowed\n');
  }
}

function find(root: DavDirectory, path: string): DavNode | undefined {
  let node: DavNode | undefined = root;
  for (const part of path.split('/').filter(Boolean)) {
    node = node?.kind === 'directory' ? node.children.get(decodePart(part)) : undefined;
  }
  return node;
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // A broken escape names nothing; the lookup says so.
  }
}

function answerPropfind(node: DavNode, request: StandInRequest, response: ServerResponse): void {
  const depth = request.headers['depth'] ?? 'infinity';
  if (depth !== '0' && depth !== '1') return sendText(response, 403, 'Only depth 0 and 1 are served.\n');
  const own = node.kind === 'directory' && !request.path.endsWith('/') ? `${request.path}/` : request.path;
  const responses = [describe(own, node)];
  if (depth === '1' && node.kind === 'directory') {
    for (const [name, child] of node.children) {
      responses.push(describe(own + encodeURIComponent(name) + (child.kind === 'directory' ? '/' : ''), child));
    }
  }
  const body = `<?xml version="1.0" encoding="utf-8"?>\n<D:multistatus xmlns:D="DAV:">${responses.join('')}</D:multistatus>`;
  sendText(response, 207, body, 'application/xml; charset=utf-8');
}

function describe(href: string, node: DavNode): string {
  const modified = `<D:getlastmodified>${node.modifiedAt.toUTCString()}</D:getlastmodified>`;
  const kind =
    node.kind === 'directory'
      ? '<D:resourcetype><D:collection/></D:resourcetype>'
      : `<D:resourcetype/><D:getcontentlength>${node.sizeBytes}</D:getcontentlength>`;
  return `<D:response><D:href>${escapeHtml(href)}</D:href><D:propstat><D:prop>${kind}${modified}</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>`;
}

async function answerFile(file: DavFile, request: StandInRequest, response: ServerResponse): Promise<void> {
  const range = parseRange(request.headers['range'], file.sizeBytes);
  if (range === 'unsatisfiable') {
    response.writeHead(416, { 'content-range': `bytes */${file.sizeBytes}` });
    response.end();
    return;
  }
  const { first, last } = range ?? { first: 0, last: file.sizeBytes - 1 };
  response.writeHead(range === undefined ? 200 : 206, {
    'accept-ranges': 'bytes',
    'content-type': 'application/octet-stream',
    'content-length': last - first + 1,
    'last-modified': file.modifiedAt.toUTCString(),
    ...(range === undefined ? {} : { 'content-range': `bytes ${first}-${last}/${file.sizeBytes}` }),
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  try {
    await pipeline(await file.read(first, last), response);
  } catch (error) {
    // A reader may hang up at any byte: players seek.
    if (!response.destroyed) throw error;
  }
}

/** The one byte range that is asked for; undefined for the whole. Several ranges at once are answered with the whole. */
export function parseRange(
  header: string | undefined,
  sizeBytes: number,
): { first: number; last: number } | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null || (match[1] === '' && match[2] === '')) return undefined;
  const suffix = match[1] === '';
  const first = suffix ? Math.max(0, sizeBytes - Number(match[2])) : Number(match[1]);
  const last = suffix || match[2] === '' ? sizeBytes - 1 : Math.min(Number(match[2]), sizeBytes - 1);
  return first > last || first >= sizeBytes ? 'unsatisfiable' : { first, last };
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { originOf } from '../github/request.ts';
import { sendBytes } from '../send-bytes.ts';
import { contentOf } from './content.ts';
import { findFile, library, type LibraryTorrent } from './library.ts';

/** Real-Debrid's errors: word, number, status. */
const errors = {
  bad_token: [8, 401],
  unknown_ressource: [7, 404],
  parameter_missing: [1, 400],
} as const;

/** The parts of Real-Debrid's interface that Zurg, Riven and we use. Every key is good but those that start with `bad-`. */
export function registerDebrid(app: FastifyInstance): void {
  app.addHook('preHandler', async (request, reply) => {
    const key =
      /^bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ??
      (request.query as { auth_token?: string }).auth_token;
    return key === undefined || key.startsWith('bad-') ? refuse(reply, 'bad_token') : undefined;
  });
  app.setNotFoundHandler((_request, reply) => refuse(reply, 'unknown_ressource'));

  app.get('/user', async () => ({
    id: 1,
    username: 'simulated',
    email: 'simulated@simulator.invalid',
    points: 1000,
    locale: 'en',
    avatar: '',
    type: 'premium',
    premium: 365 * 86_400,
    expiration: '2099-01-01T00:00:00.000Z',
  }));
  app.get('/torrents', async (request, reply) => {
    reply.header('x-total-count', String(library.length));
    return library.map((torrent) => torrentView(request, torrent));
  });
  app.get<{ Params: { id: string } }>('/torrents/info/:id', async (request, reply) => {
    const torrent = library.find((candidate) => candidate.id === request.params.id);
    if (torrent === undefined) return refuse(reply, 'unknown_ressource');
    return {
      ...torrentView(request, torrent),
      original_filename: torrent.name,
      original_bytes: sizeOf(torrent),
      files: torrent.files.map((file, index) => ({
        id: index + 1,
        path: file.path,
        bytes: file.sizeBytes,
        selected: 1,
      })),
    };
  });
  app.post<{ Body: { link?: string } | undefined }>('/unrestrict/link', async (request, reply) => {
    const link = request.body?.link;
    if (link === undefined || link === '') return refuse(reply, 'parameter_missing');
    const file = findFile(link.split('/').at(-1) ?? '');
    if (file === undefined) return refuse(reply, 'unknown_ressource');
    return {
      id: file.id,
      filename: file.path.slice(1),
      mimeType: 'video/x-matroska',
      filesize: file.sizeBytes,
      link,
      host: 'real-debrid.com',
      chunks: 32,
      crc: 1,
      download: `${originOf(request)}/debrid/d/${file.id}`,
      streamable: 1,
    };
  });
}

/** Where unrestricted links lead: the bytes, to whoever knows the link, as at the provider. */
export function registerDebridDownloads(app: FastifyInstance): void {
  app.get<{ Params: { id: string } }>('/debrid/d/:id', async (request, reply) => {
    const file = findFile(request.params.id);
    if (file === undefined) return reply.code(404).send();
    return sendBytes(request, reply, {
      sizeBytes: file.sizeBytes,
      type: 'application/octet-stream',
      etag: `"${file.id}"`,
      slice: (first, last) => contentOf(file.id, first, last),
    });
  });
}

function torrentView(request: FastifyRequest, torrent: LibraryTorrent) {
  return {
    id: torrent.id,
    filename: torrent.name,
    hash: torrent.hash,
    bytes: sizeOf(torrent),
    host: 'real-debrid.com',
    split: 2000,
    progress: 100,
    status: 'downloaded',
    added: torrent.added,
    ended: torrent.added,
    links: torrent.files.map((file) => `${originOf(request)}/debrid/links/${file.id}`),
  };
}

function sizeOf(torrent: LibraryTorrent): number {
  return torrent.files.reduce((sum, file) => sum + file.sizeBytes, 0);
}

function refuse(reply: FastifyReply, error: keyof typeof errors): FastifyReply {
  const [code, status] = errors[error];
  return reply.code(status).send({ error, error_code: code });
}

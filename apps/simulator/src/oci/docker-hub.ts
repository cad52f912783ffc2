import { type ImageRepository, upstreams } from '@showrunner/catalog/upstream';
import { createHmac } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { bufferSource, sendBytes } from '../send-bytes.ts';
import type { Vendor } from '../vendors/vendor.ts';
import { publish, type PublishedImage } from './image.ts';

const realm = 'https://auth.docker.io/token';
const service = 'registry.docker.io';
const repositories = upstreams
  .flatMap(({ images }) => images ?? [])
  .filter(({ host }) => host === 'registry-1.docker.io');
const published = new Map<string, Promise<PublishedImage>>();

const tokenFor = (scope: string): string => createHmac('sha256', 'simulated').update(scope).digest('base64url');

/** Tokens for whoever may read, as Docker Hub gives them to everybody: each for one repository. */
export const dockerTokens: Vendor = async ({ path, request, reply }) => {
  if (path !== '/token' || request.method !== 'GET') return undefined;
  const { service: asked, scope } = request.query as Readonly<Record<string, string | undefined>>; // fastify parses it so
  if (asked !== service) return reply.code(400).send({ details: 'invalid service' });
  const token = tokenFor(scope ?? '');
  return reply.send({ token, access_token: token, expires_in: 300, issued_at: '2026-01-01T00:00:00Z' });
};

/**
 * Docker Hub's registry, as the distribution specification has it: nothing without a token for this repository, manifests
 * by tag or digest and only in a form that the client accepts, blobs by digest and in pieces.
 */
export const dockerRegistry: Vendor = async ({ path, request, reply }) => {
  const [, name = '', kind, reference = ''] = /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(path) ?? [];
  if (kind === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return undefined;
  const scope = `repository:${name}:pull`;
  if (request.headers.authorization !== `Bearer ${tokenFor(scope)}`) {
    reply.header('www-authenticate', `Bearer realm="${realm}",service="${service}",scope="${scope}"`);
    return refuse(reply, 401, 'UNAUTHORIZED', 'authentication required');
  }
  const repository = repositories.find((one) => one.name === name);
  if (repository === undefined) return refuse(reply, 404, 'NAME_UNKNOWN', 'repository name not known to registry');
  return kind === 'manifests'
    ? await sendManifest(repository, reference, request, reply)
    : await sendBlob(repository, reference, request, reply);
};

async function sendManifest(
  repository: ImageRepository,
  reference: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const tagged = repository.images.find(({ tags }) => tags.includes(reference));
  const manifest =
    tagged === undefined ? await findBlob(repository, reference) : (await publishedOf(repository, tagged)).index;
  if (manifest === undefined || !/manifest|index/.test(manifest.mediaType))
    return refuse(reply, 404, 'MANIFEST_UNKNOWN', `manifest unknown: ${reference}`);
  if (!(request.headers.accept ?? '').includes(manifest.mediaType))
    return refuse(reply, 404, 'MANIFEST_UNKNOWN', `the Accept header does not support ${manifest.mediaType}`);
  reply.header('docker-content-digest', manifest.digest);
  const { content, mediaType, digest } = manifest;
  return sendBytes(request, reply, bufferSource(content, mediaType, digest));
}

async function sendBlob(
  repository: ImageRepository,
  digest: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const blob = await findBlob(repository, digest);
  if (blob === undefined) return refuse(reply, 404, 'BLOB_UNKNOWN', 'blob unknown to registry');
  reply.header('docker-content-digest', digest);
  return sendBytes(request, reply, bufferSource(blob.content, 'application/octet-stream', digest));
}

async function findBlob(repository: ImageRepository, digest: string) {
  for (const image of repository.images) {
    const blob = (await publishedOf(repository, image)).blobs.find((one) => one.digest === digest);
    if (blob !== undefined) return blob;
  }
  return undefined;
}

function publishedOf(repository: ImageRepository, image: ImageRepository['images'][number]): Promise<PublishedImage> {
  const key = `${repository.name}:${image.tags.join()}`;
  const known = published.get(key) ?? publish(image);
  published.set(key, known);
  known.catch(() => published.delete(key));
  return known;
}

function refuse(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply.code(status).send({ errors: [{ code, message }] });
}

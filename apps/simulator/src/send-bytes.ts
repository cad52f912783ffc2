import type { FastifyReply, FastifyRequest } from 'fastify';

/** Bytes of a known length that can be had in pieces. */
export interface ByteSource {
  readonly sizeBytes: number;
  readonly type: string;
  readonly etag: string;
  /** Bytes from `first` to `last`, both included. */
  slice(first: number, last: number): Buffer;
}

/** Answers with the whole or with the one range that is asked for; 304 where the client has it already. */
export function sendBytes(request: FastifyRequest, reply: FastifyReply, source: ByteSource): FastifyReply {
  reply.header('etag', source.etag).header('accept-ranges', 'bytes').type(source.type);
  if (request.headers['if-none-match'] === source.etag) return reply.code(304).send();
  const ifRange = request.headers['if-range'];
  const match = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  if (match === null || (ifRange !== undefined && ifRange !== source.etag)) {
    return reply.code(200).send(source.slice(0, source.sizeBytes - 1));
  }
  const first = Number(match[1]);
  const last = match[2] === '' ? source.sizeBytes - 1 : Math.min(Number(match[2]), source.sizeBytes - 1);
  if (first > last) return reply.code(416).header('content-range', `bytes */${source.sizeBytes}`).send();
  reply.header('content-range', `bytes ${first}-${last}/${source.sizeBytes}`);
  return reply.code(206).send(source.slice(first, last));
}

/** A buffer as a source. */
export function bufferSource(content: Buffer, type: string, sha256: string): ByteSource {
  return {
    sizeBytes: content.length,
    type,
    etag: `"${sha256}"`,
    slice: (first, last) => content.subarray(first, last + 1),
  };
}

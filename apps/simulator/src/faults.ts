import { setTimeout as sleep } from 'node:timers/promises';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendError } from './github/answer.ts';

/** Something that goes wrong on purpose, for requests whose path starts with `path`. */
type Fault = { readonly path: string; readonly times?: number } & (
  | { readonly kind: 'delay'; readonly delayMs: number }
  | { readonly kind: 'rate-limit'; readonly retryAfterSeconds: number }
  | { readonly kind: 'corrupt' }
  | { readonly kind: 'error' }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'redirect-loop' }
  /** Half of a body, and then the connection ends. */
  | { readonly kind: 'truncate' }
  /** Half of a body, and then nothing. */
  | { readonly kind: 'stall' }
);

const schema = {
  body: {
    type: 'object',
    required: ['path', 'kind'],
    additionalProperties: false,
    properties: {
      path: { type: 'string', pattern: '^/' },
      kind: { enum: ['delay', 'rate-limit', 'corrupt', 'error', 'not-found', 'redirect-loop', 'truncate', 'stall'] },
      times: { type: 'integer', minimum: 1 },
      delayMs: { type: 'integer', minimum: 0, maximum: 600_000, default: 1000 },
      retryAfterSeconds: { type: 'integer', minimum: 0, default: 1 },
    },
  },
} as const;

const loopback = /^(127\.|::1$|::ffff:127\.)/;

/** Lets tests break things, from this machine only: `POST`, `DELETE /control/faults`, `GET /control/requests`. */
export function registerFaults(app: FastifyInstance): void {
  let faults: { fault: Fault; left: number }[] = [];
  const requests: Request[] = [];
  const take = (url: string, ...kinds: readonly Fault['kind'][]): Fault | undefined => {
    const found = faults.find(
      (entry) => entry.left > 0 && url.startsWith(entry.fault.path) && kinds.includes(entry.fault.kind),
    );
    if (found !== undefined) found.left--;
    return found?.fault;
  };

  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith('/control/')) {
      return loopback.test(request.ip) ? undefined : reply.code(403).send({ message: 'Only from this machine.' });
    }
    requests.push(toRequest(request));
    if (requests.length > 1000) requests.shift();
    const fault = take(request.url, 'delay', 'rate-limit', 'error', 'not-found', 'redirect-loop');
    return fault === undefined ? undefined : inflict(fault, request, reply);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    if (!Buffer.isBuffer(payload) || reply.statusCode >= 300) return payload;
    const fault = take(request.url, 'corrupt', 'truncate', 'stall');
    if (fault === undefined) return payload;
    if (fault.kind !== 'corrupt') {
      reply.header('content-length', payload.length);
      return breakOff(payload, fault.kind === 'truncate');
    }
    const broken = Buffer.from(payload);
    const middle = Math.floor(broken.length / 2);
    broken.writeUInt8(broken.readUInt8(middle) ^ 0xff, middle);
    return broken;
  });

  app.post<{ Body: Fault }>('/control/faults', { schema }, async (request, reply) => {
    faults.push({ fault: request.body, left: request.body.times ?? Number.POSITIVE_INFINITY });
    return reply.code(204).send();
  });
  app.delete('/control/faults', async (_request, reply) => {
    faults = [];
    return reply.code(204).send();
  });
  app.get('/control/requests', async () => requests);
}

interface Request {
  readonly method: string;
  readonly url: string;
  /** Of its headers, what shows how a download is taken up and what is asked again. */
  readonly range?: string;
  readonly ifNoneMatch?: string;
  /** It brought a token; which one is nobody's business. */
  readonly token: boolean;
}

function toRequest({ method, url, headers }: FastifyRequest): Request {
  return {
    method,
    url,
    ...(headers.range === undefined ? {} : { range: headers.range }),
    ...(headers['if-none-match'] === undefined ? {} : { ifNoneMatch: headers['if-none-match'] }),
    token: headers.authorization !== undefined,
  };
}

/** The first half of a body; then the connection ends, or stays open and says nothing. The announced length stays. */
function breakOff(payload: Buffer, ends: boolean): Readable {
  const half = async function* () {
    yield payload.subarray(0, Math.floor(payload.length / 2));
    // What was written has to leave before the connection ends, and a reader that waits in vain has its own patience.
    await sleep(ends ? 50 : 600_000, undefined, { ref: false });
    throw new Error('broken off on purpose');
  };
  return Readable.from(half());
}

async function inflict(fault: Fault, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
  switch (fault.kind) {
    case 'delay':
      await sleep(fault.delayMs);
      return undefined;
    case 'rate-limit':
      reply.header('retry-after', String(fault.retryAfterSeconds)).header('x-ratelimit-remaining', '0');
      return sendError(reply, 403, 'API rate limit exceeded for 127.0.0.1.');
    case 'error':
      return sendError(reply, 500, 'Server Error');
    case 'not-found':
      return sendError(reply, 404, 'Not Found');
    case 'redirect-loop':
      return reply.redirect(request.url, 302);
    case 'corrupt':
    case 'truncate':
    case 'stall':
      return undefined;
  }
}

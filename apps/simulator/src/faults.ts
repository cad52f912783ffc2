import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { sendError } from './github/answer.ts';

/** Something that goes wrong on purpose, for requests whose path starts with `path`. */
type Fault = { readonly path: string; readonly times?: number } & (
  | { readonly kind: 'delay'; readonly delayMs: number }
  | { readonly kind: 'rate-limit'; readonly retryAfterSeconds: number }
  | { readonly kind: 'corrupt' }
  | { readonly kind: 'error' }
);

const schema = {
  body: {
    type: 'object',
    required: ['path', 'kind'],
    additionalProperties: false,
    properties: {
      path: { type: 'string', pattern: '^/' },
      kind: { enum: ['delay', 'rate-limit', 'corrupt', 'error'] },
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
  const requests: { method: string; url: string }[] = [];
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
    requests.push({ method: request.method, url: request.url });
    if (requests.length > 1000) requests.shift();
    const fault = take(request.url, 'delay', 'rate-limit', 'error');
    return fault === undefined ? undefined : inflict(fault, reply);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    if (!Buffer.isBuffer(payload) || reply.statusCode >= 300 || take(request.url, 'corrupt') === undefined)
      return payload;
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

async function inflict(fault: Fault, reply: FastifyReply): Promise<FastifyReply | undefined> {
  switch (fault.kind) {
    case 'delay':
      await sleep(fault.delayMs);
      return undefined;
    case 'rate-limit':
      reply.header('retry-after', String(fault.retryAfterSeconds)).header('x-ratelimit-remaining', '0');
      return sendError(reply, 403, 'API rate limit exceeded for 127.0.0.1.');
    case 'error':
      return sendError(reply, 500, 'Server Error');
    case 'corrupt':
      return undefined;
  }
}

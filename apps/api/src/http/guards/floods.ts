import { Problem } from '@showrunner/contracts';
import type { Clock } from '@showrunner/platform';
import type { FastifyInstance } from 'fastify';
import { readClient } from './client.ts';

/** A dashboard in ten tabs asks some twenty times a second. */
const perSecond = 100;
const burst = 1_000;
const mostAddresses = 10_000;

interface Bucket {
  readonly left: number;
  readonly at: number;
}

/**
 * Lets one address ask so often, and tells it after which time to go on. Programs on this machine are not counted: they
 * could take its processor in any other way.
 */
export function guardFloods(server: FastifyInstance, clock: Clock): void {
  const buckets = new Map<string, Bucket>();
  server.addHook('onRequest', (request, _reply, done) => {
    const { address, local } = readClient(request.raw);
    if (local) return done();
    const now = clock.now();
    const { left, at } = buckets.get(address) ?? { left: burst, at: now };
    const filled = Math.min(burst, left + (Math.max(0, now - at) / 1000) * perSecond);
    buckets.delete(address);
    buckets.set(address, { left: Math.max(0, filled - 1), at: now });
    // Whoever invents addresses must not fill the memory: the one unheard of for longest goes.
    if (buckets.size > mostAddresses) buckets.delete(buckets.keys().next().value ?? '');
    if (filled >= 1) return done();
    done(
      new Problem('request.too-many', `More than ${perSecond} requests a second. Wait a second.`, {
        details: { retryAfterSeconds: 1 },
      }),
    );
  });
}

import { type ProblemCode, Type } from '@showrunner/contracts';
import type { Clock } from '@showrunner/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readClient } from '../http/guards/client.ts';
import { schemaCheck } from '../schema-check.ts';
import type { AuditLog } from './audit-log.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Why it was refused, if it was. */
    refusal: ProblemCode | null;
  }
}

/** Fields in which a request names what it is about. None of them ever holds a secret. */
const targets = ['process_name', 'processName', 'service_name', 'username', 'name', 'id'];
const longestTarget = 200;

/**
 * Writes down who wanted to change what and what came of it, once it is answered. What changes nothing is written down
 * only where it was refused.
 */
export function recordRequests(server: FastifyInstance, log: AuditLog, clock: Clock): void {
  server.decorateRequest('refusal', null);
  server.addHook('onResponse', (request, reply, done) => {
    record(request, reply, log, clock.now());
    done();
  });
}

function record(request: FastifyRequest, reply: FastifyReply, log: AuditLog, at: number): void {
  const spec = request.routeOptions.config.endpoint?.spec;
  if (spec === undefined || spec.method === 'GET') return;
  const outcome = reply.statusCode < 400 ? 'done' : 'refused';
  if (outcome === 'done' && spec.changes === false) return;
  const { principal, refusal } = request;
  const target = readTarget(request);
  log.add({
    at,
    actor: principal?.name ?? (spec.role === 'public' && target !== null ? target : 'nobody'),
    role: principal?.role ?? null,
    method: spec.method,
    path: spec.path,
    title: spec.summary,
    target,
    address: readClient(request.raw).address,
    outcome,
    status: reply.statusCode,
    code: refusal,
  });
}

function readTarget({ params, body, query }: FastifyRequest): string | null {
  const change = isChange(body) ? [body.kind, ...(body.processNames ?? [])].join(' ') : undefined;
  if (change !== undefined) return change.slice(0, longestTarget);
  for (const fields of [params, body, query]) {
    if (typeof fields !== 'object' || fields === null) continue;
    for (const name of targets) {
      const value = Object.hasOwn(fields, name) ? (fields as Record<string, unknown>)[name] : undefined;
      if (typeof value === 'string' && value !== '') return value.slice(0, longestTarget);
    }
  }
  return null;
}

/** A change of the stack says what it is, and most name their processes. */
const isChange = schemaCheck<{ kind: string; processNames?: readonly string[] }>(
  Type.Object({ kind: Type.String(), processNames: Type.Optional(Type.Array(Type.String())) }),
);

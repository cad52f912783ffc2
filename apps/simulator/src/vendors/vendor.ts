import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ArchiveStore } from '../archives/archive-store.ts';

export interface VendorRequest {
  /** Behind the host, with a slash in front and without a query; decoded. */
  readonly path: string;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly archives: ArchiveStore;
}

/** A host of the world outside. Answers `undefined` for what it does not have. */
export type Vendor = (asked: VendorRequest) => Promise<FastifyReply | undefined>;

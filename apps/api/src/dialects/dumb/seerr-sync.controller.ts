import { Body, Controller, Inject, Query } from '@nestjs/common';
import { getIn, SECRET_MASK } from '@showrunner/config';
import {
  type Json,
  OpenObject,
  Problem,
  SeerrSyncClearAnswer,
  SeerrSyncClearQuery,
  SeerrSyncFailedAnswer,
  SeerrSyncStatusAnswer,
  SeerrSyncTestAnswer,
  SeerrSyncTestBody,
} from '@showrunner/contracts';
import { Route } from '../../http/routes/endpoint.ts';
import { type Parts, PARTS } from '../../parts.ts';

const tag = 'Seerr Sync';

/** Copying requests between Seerr servers: how it stands, what failed, and whether a server can be reached. */
@Controller()
export class SeerrSyncController {
  private readonly parts: Parts;

  constructor(@Inject(PARTS) parts: Parts) {
    this.parts = parts;
  }

  @Route({
    method: 'GET',
    path: '/seerr-sync/status',
    role: 'viewer',
    tag,
    summary: 'Whether requests are copied, and how that stands',
    response: SeerrSyncStatusAnswer,
  })
  status(): SeerrSyncStatusAnswer {
    const status = this.parts.seerrSync.status();
    if (status.state === 'disabled') return { enabled: false, status: 'disabled' };
    const [lastError] = status.errors;
    return {
      enabled: true,
      status: status.state,
      ...(status.state === 'initializing' ? { message: 'The first poll has not ended yet.' } : {}),
      last_poll: status.lastPoll ?? null,
      next_poll: status.nextPoll ?? null,
      poll_interval_seconds: status.intervalMs / 1000,
      total_requests_tracked: status.tracked,
      total_failed: status.failed,
      subordinates: Object.fromEntries(
        [...status.subordinates].map(([label, { synced, failed, error }]) => [
          label,
          { synced, ...(failed === 0 ? {} : { failed }), ...(error === undefined ? {} : { error }) },
        ]),
      ),
      errors: [...status.errors],
      ...(lastError === undefined ? {} : { last_error: lastError }),
      ...(status.held === 0 ? {} : { removals_held: status.held }),
    };
  }

  @Route({
    method: 'GET',
    path: '/seerr-sync/failed',
    role: 'viewer',
    tag,
    summary: 'Requests that could not be copied',
    response: SeerrSyncFailedAnswer,
  })
  failed(): SeerrSyncFailedAnswer {
    const failed = this.parts.seerrSync.failures().map((failure) => ({
      fingerprint: failure.fingerprint,
      subordinate: failure.subordinate,
      media_type: failure.mediaType,
      tmdb_id: failure.tmdbId,
      error: failure.error,
      failed_at: failure.failedAt,
    }));
    return { count: failed.length, failed_requests: failed };
  }

  @Route({
    method: 'GET',
    path: '/seerr-sync/state',
    role: 'viewer',
    tag,
    summary: 'What was copied where: the state file',
    response: OpenObject,
  })
  state() {
    return this.parts.seerrSync.state();
  }

  @Route({
    method: 'POST',
    path: '/seerr-sync/test',
    role: 'operator',
    tag,
    summary: 'Try an address and key',
    body: SeerrSyncTestBody,
    response: SeerrSyncTestAnswer,
    errors: { 400: 'The server cannot be reached, or refuses the key' },
  })
  async test(@Body() { url, api_key: key }: SeerrSyncTestBody) {
    try {
      return { ok: true, status: await this.parts.seerrSync.test(url, this.keyFor(url, key)) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new Problem('request.invalid', message, { details: { status: 400 }, cause: error });
    }
  }

  @Route({
    method: 'DELETE',
    path: '/seerr-sync/failed',
    role: 'operator',
    tag,
    summary: 'Forget failures, so that they are tried again',
    query: SeerrSyncClearQuery,
    response: SeerrSyncClearAnswer,
  })
  async clear(@Query() { fingerprint }: SeerrSyncClearQuery) {
    const cleared = await this.parts.seerrSync.clearFailures(fingerprint || undefined);
    return {
      message: cleared === 0 ? 'There was nothing to forget.' : 'Forgotten; the next poll tries again.',
      cleared,
    };
  }

  /** A masked key is the stored one, but only for the address that it is stored with. */
  private keyFor(url: string, key: string): string {
    if (key !== SECRET_MASK && !/^\*+$/.test(key)) return key;
    const { effective } = this.parts.stack.document();
    const external = getIn(effective, ['seerr_sync', 'external_primary']);
    const others = getIn(effective, ['seerr_sync', 'external_subordinates']);
    const stored = [external, ...(Array.isArray(others) ? others : [])].find((entry) => sameAddress(entry, url));
    const value = stored === undefined ? undefined : fieldOf(stored, 'api_key');
    if (typeof value !== 'string' || value === '')
      throw new Problem('request.invalid', 'No key is stored for this address; write it once.', {
        details: { status: 400 },
      });
    return value;
  }
}

function sameAddress(entry: Json | undefined, url: string): boolean {
  const stored = entry === undefined ? undefined : fieldOf(entry, 'url');
  return typeof stored === 'string' && trimmed(stored) === trimmed(url);
}

function fieldOf(entry: Json, name: string): Json | undefined {
  return typeof entry === 'object' && entry !== null ? getIn({ entry }, ['entry', name]) : undefined;
}

function trimmed(url: string): string {
  return url.trim().replace(/\/+$/, '');
}

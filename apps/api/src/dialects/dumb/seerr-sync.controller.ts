import { Body, Controller } from '@nestjs/common';
import {
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

const tag = 'Seerr Sync';

/** Copying requests between Seerr servers is not part of this version; each route says so in its own shape. */
@Controller()
export class SeerrSyncController {
  @Route({
    method: 'GET',
    path: '/seerr-sync/status',
    role: 'viewer',
    tag,
    summary: 'Whether requests are copied',
    response: SeerrSyncStatusAnswer,
  })
  status() {
    return { enabled: false, status: 'disabled' };
  }

  @Route({
    method: 'GET',
    path: '/seerr-sync/failed',
    role: 'viewer',
    tag,
    summary: 'Requests that could not be copied',
    response: SeerrSyncFailedAnswer,
  })
  failed() {
    return { count: 0, failed_requests: [] };
  }

  @Route({
    method: 'GET',
    path: '/seerr-sync/state',
    role: 'viewer',
    tag,
    summary: 'What was copied',
    response: OpenObject,
  })
  state() {
    return {};
  }

  @Route({
    method: 'POST',
    path: '/seerr-sync/test',
    role: 'operator',
    tag,
    summary: 'Try an address and key',
    body: SeerrSyncTestBody,
    response: SeerrSyncTestAnswer,
    errors: { 400: 'Not configured, or the server refuses the key' },
  })
  test(@Body() _body: SeerrSyncTestBody): never {
    throw new Problem('request.invalid', 'Seerr Sync is not configured in this version; nothing was sent.', {
      details: { status: 400 },
    });
  }

  @Route({
    method: 'DELETE',
    path: '/seerr-sync/failed',
    role: 'operator',
    tag,
    summary: 'Forget failures',
    query: SeerrSyncClearQuery,
    response: SeerrSyncClearAnswer,
  })
  clear() {
    return { message: 'There was nothing to forget.', cleared: 0 };
  }
}

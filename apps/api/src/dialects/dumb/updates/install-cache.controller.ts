import { Body, Controller, Inject } from '@nestjs/common';
import { getIn } from '@showrunner/config';
import {
  type CacheScope,
  cacheScopes,
  InstallCacheCleanupAnswer,
  InstallCacheCleanupBody,
  InstallCacheClearAnswer,
  InstallCacheClearBody,
  InstallCachePruneAnswer,
  InstallCachePruneBody,
  InstallCacheStatusAnswer,
  Problem,
  toProblem,
  VerifyCacheAnswer,
} from '@showrunner/contracts';
import { Route } from '../../../http/routes/endpoint.ts';
import { type Parts, PARTS } from '../../../parts.ts';
import { refuseWhileInstalling } from '../../../refuse-while-installing.ts';

const tag = 'Install Cache';
const busy = { 409: 'The stack is starting, or something is being installed' };
/** Scopes of the original that hold nothing here: no built artifacts are kept, and there is nothing of earlier layouts. */
const emptyScopes = ['artifacts', 'legacy'] as const;
const gibibyte = 2 ** 30;
const nothing = { bytes: 0, files: 0 };

/** What is kept of downloads and builds, as clients of the original ask for it. */
@Controller()
export class DumbInstallCacheController {
  private readonly parts: Parts;

  constructor(@Inject(PARTS) parts: Parts) {
    this.parts = parts;
  }

  @Route({
    method: 'GET',
    path: '/process/install-cache/status',
    role: 'viewer',
    tag,
    summary: 'What is kept of downloads and builds',
    response: InstallCacheStatusAnswer,
  })
  async status(): Promise<InstallCacheStatusAnswer> {
    const { cache, stack, settings } = this.parts;
    const { path, parts, limits } = await cache.status();
    const configured = getIn(stack.document().effective, ['dumb', 'install_cache', 'path']);
    const asked = typeof configured === 'string' && configured !== '' ? stack.realPath(configured) : path;
    const total = Object.values(parts).reduce((sum, { bytes }) => sum + bytes, 0);
    const shown = path.startsWith(`${settings.dataRoot}/`) ? path.slice(settings.dataRoot.length) : path;
    return {
      enabled: true,
      path: shown,
      configured_path: typeof configured === 'string' ? configured : shown,
      using_fallback: asked !== path,
      fallback_reason: asked === path ? null : `This version keeps its cache at ${shown}.`,
      managed_bytes: total,
      legacy_bytes: 0,
      legacy_files: 0,
      total_bytes: total,
      reclaimable_bytes: cacheScopes.reduce((sum, scope) => sum + parts[scope].bytes, 0),
      max_size_bytes: limits.maxBytes,
      namespaces: { ...parts, artifacts: nothing },
      legacy_entries: [],
      recent_operations: stack.updates.history().map((record) => ({
        operation_id: record.operationId,
        process_name: record.processName,
        stage: record.outcome === 'updated' ? 'complete' : record.outcome === 'failed' ? 'failed' : 'rolled_back',
        status: record.outcome === 'updated' ? 'completed' : 'failed',
        started_at: Math.floor((record.at - record.tookMs) / 1000),
        updated_at: Math.floor(record.at / 1000),
        rollback_performed: record.outcome === 'rolled-back',
        message: record.message,
      })),
    };
  }

  @Route({
    method: 'POST',
    path: '/process/install-cache/verify',
    role: 'operator',
    tag,
    summary: 'Read every download again and put aside what is damaged',
    response: VerifyCacheAnswer,
    errors: busy,
  })
  async verify() {
    refuseWhileInstalling(this.parts.stack);
    const { errors, ...counts } = await this.parts.cache.verify();
    return { ...counts, errors: [...errors] };
  }

  @Route({
    method: 'POST',
    path: '/process/install-cache/prune',
    role: 'operator',
    tag,
    summary: 'Bring the downloads within their limits',
    body: InstallCachePruneBody,
    response: InstallCachePruneAnswer,
    errors: { ...busy, 400: 'A size outside of 0 to 1024 GiB' },
  })
  async prune(@Body() { max_size_gib: gib }: InstallCachePruneBody) {
    refuseWhileInstalling(this.parts.stack);
    const { cache } = this.parts;
    const maxBytes = gib === undefined || gib === null ? undefined : gib * gibibyte;
    const { removed, bytes } = await cache.prune(maxBytes);
    const { parts, limits } = await cache.status();
    return {
      removed,
      reclaimed_bytes: bytes,
      remaining_bytes: parts.downloads.bytes,
      max_size_bytes: maxBytes ?? limits.maxBytes,
    };
  }

  @Route({
    method: 'POST',
    path: '/process/install-cache/artifacts/clear',
    role: 'operator',
    tag,
    summary: 'Delete built artifacts; none are kept',
    body: InstallCacheClearBody,
    response: InstallCacheClearAnswer,
    errors: busy,
  })
  clear(@Body() { service_key: key = null }: InstallCacheClearBody) {
    const { stack } = this.parts;
    refuseWhileInstalling(stack);
    if (key !== null && stack.catalog.manifest(key) === undefined) {
      throw new Problem('service.unknown', `There is no service ${key}.`, { details: { status: 400 } });
    }
    return { service_key: key, removed_bytes: 0, removed_files: 0 };
  }

  @Route({
    method: 'POST',
    path: '/process/install-cache/cleanup',
    role: 'operator',
    tag,
    summary: 'Delete parts of what is kept',
    body: InstallCacheCleanupBody,
    response: InstallCacheCleanupAnswer,
    errors: { ...busy, 400: 'There is no such scope' },
  })
  async cleanup(@Body() { scopes }: InstallCacheCleanupBody) {
    refuseWhileInstalling(this.parts.stack);
    const unknown = scopes.find((scope) => !isScope(scope) && !(emptyScopes as readonly string[]).includes(scope));
    if (unknown !== undefined) {
      const known = [...cacheScopes, ...emptyScopes].join(', ');
      const message = `There is no scope ${unknown}; there are ${known}.`;
      throw new Problem('request.invalid', message, { details: { status: 400 } });
    }
    const removed: { scope: string; bytes: number; files: number }[] = [];
    const errors: { scope: string; error: string }[] = [];
    for (const scope of new Set(scopes)) {
      try {
        removed.push({ scope, ...(isScope(scope) ? await this.parts.cache.empty(scope) : nothing) });
      } catch (error) {
        errors.push({ scope, error: toProblem(error).message });
      }
    }
    return {
      scopes,
      removed_bytes: removed.reduce((sum, { bytes }) => sum + bytes, 0),
      removed_files: removed.reduce((sum, { files }) => sum + files, 0),
      removed_entries: removed,
      errors,
    };
  }
}

function isScope(scope: string): scope is CacheScope {
  return (cacheScopes as readonly string[]).includes(scope);
}

import type { CacheScope, InstallCacheView, VerifyCacheAnswer } from '@showrunner/contracts';
import { queryOptions } from '@tanstack/react-query';
import { get, post } from './client.ts';

/** What is kept of downloads and builds. */
export const installCacheQuery = queryOptions({
  queryKey: ['install-cache'],
  queryFn: ({ signal }) => get<InstallCacheView>('/api/native/install-cache', signal),
});

/** Deletes one part of it. @throws ApiError while something is being installed */
export function emptyCache(scope: CacheScope): Promise<{ readonly bytes: number; readonly files: number }> {
  return post('/api/native/install-cache/empty', { scope });
}

/** Reads every download again. @throws ApiError while something is being installed */
export function verifyCache(): Promise<VerifyCacheAnswer> {
  return post('/api/native/install-cache/verify');
}

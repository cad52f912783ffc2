import type { CacheScope } from '@showrunner/contracts';
import type { CacheStatus, InstallCache } from '@showrunner/installer';

/** A cache in memory that does what it is told at once. */
export interface FakeCache extends InstallCache {
  readonly parts: Record<CacheScope | 'metadata', { bytes: number; files: number }>;
  /** The next emptying fails with this. */
  failNext(error: Error): void;
}

export function createFakeCache(root: string): FakeCache {
  const parts = {
    downloads: { bytes: 3000, files: 2 },
    dependencies: { bytes: 500, files: 5 },
    quarantine: { bytes: 0, files: 0 },
    metadata: { bytes: 40, files: 4 },
  };
  let failure: Error | undefined;
  const download = { url: 'http://releases.test/zurg.zip', name: 'zurg.zip', sha256: 'ab', sizeBytes: 3000 };
  return {
    parts,
    status: async (): Promise<CacheStatus> => ({
      path: `${root}/config/.cache/dumb`,
      parts,
      limits: { maxBytes: 25 * 2 ** 30, maxAgeMs: 90 * 86_400_000, versionsKept: 2 },
      downloads: [{ ...download, purpose: { service: 'zurg', version: 'v1' }, usedAt: 1_000 }],
    }),
    async prune(maxBytes) {
      if (maxBytes === undefined || parts.downloads.bytes <= maxBytes) return { removed: 0, bytes: 0 };
      const { bytes, files } = parts.downloads;
      parts.downloads = { bytes: 0, files: 0 };
      return { removed: files, bytes };
    },
    verify: async () => ({ checked: 2, quarantined: 1, errors: [] }),
    async empty(scope) {
      if (failure !== undefined) throw failure;
      const amount = parts[scope];
      parts[scope] = { bytes: 0, files: 0 };
      return amount;
    },
    failNext: (error) => void (failure = error),
  };
}

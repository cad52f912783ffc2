import type { ServiceManifest } from '../vocabulary/manifest.ts';
import type { FolderEvidence } from './finding.ts';
import { readOrigins } from './origins.ts';

/** What may be expected of a service. Computed from what lies in its folder, never claimed. */
export type QualityLevel = 'known' | 'complete (stand-in)' | 'complete (real program)';

/**
 * `known`: fields, ports and links only. `complete`: it can be installed, run and watched, and that is tested. The real
 * program counts where the demo runs it as itself and the sample of its log was captured from it; else it is a stand-in.
 */
export function qualityOf(manifest: ServiceManifest, folder: FolderEvidence | undefined): QualityLevel {
  if (manifest.runtime === undefined || missingEvidence(manifest, folder).length > 0) return 'known';
  const isCaptured = readOrigins(folder?.fixtureReadme ?? '').get('log.txt') === 'captured';
  return !manifest.runtime.simulated && isCaptured ? 'complete (real program)' : 'complete (stand-in)';
}

/** Paths below the folder that a manifest with a runtime must have and has not. */
export function missingEvidence(manifest: ServiceManifest, folder: FolderEvidence | undefined): readonly string[] {
  if (manifest.runtime === undefined || folder === undefined) return [];
  const wanted = [
    ...(manifest.runtime.simulated ? ['stand-in.ts'] : []),
    'manifest.test.ts',
    'fixtures/log.txt',
    'fixtures/README.md',
  ];
  return wanted.filter((path) => !folder.files.includes(path));
}

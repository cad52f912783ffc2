import type { SourceSpec } from '@showrunner/catalog';
import { Problem } from '@showrunner/contracts';
import type { PlannedArtifact } from '@showrunner/planner';
import { aptRepository } from './apt-repository.ts';
import { githubAsset } from './github-asset.ts';
import { githubSource } from './github-source.ts';
import { npmPackage } from './npm-package.ts';
import { ociImage } from './oci/oci-image.ts';
import type { Resolved, SourceContext, SourceKind, SourceOf, SourcePerformer } from './performer.ts';
import { plexDownload } from './plex-download.ts';
import { pythonPackage } from './python-package.ts';
import { servarrFeed } from './servarr-feed.ts';
import { sharedWith } from './shared-with.ts';
import { system } from './system.ts';

/** The first that can be had here; why the others cannot is told when none can. */
const first: SourcePerformer<'first'> = {
  resolve: async (source, artifact, context) => {
    const reasons: Problem[] = [];
    for (const candidate of source.of) {
      try {
        return await resolveSource(candidate, artifact, context);
      } catch (error) {
        if (!(error instanceof Problem) || !(error.code.startsWith('source.') || error.code === 'host.missing'))
          throw error;
        reasons.push(error);
      }
    }
    const message = `${artifact.processName} cannot be had here: ${reasons.map((reason) => reason.message).join('; ')}`;
    const issues = reasons.map((reason) => ({ path: [reason.code], message: reason.message }));
    throw new Problem(reasons.at(-1)?.code ?? 'source.not-found', message, { issues });
  },
};

const performers: { readonly [K in SourceKind]: SourcePerformer<K> } = {
  system,
  'github-asset': githubAsset,
  'github-source': githubSource,
  'apt-repository': aptRepository,
  'plex-download': plexDownload,
  'servarr-feed': servarrFeed,
  'python-package': pythonPackage,
  'npm-package': npmPackage,
  'oci-image': ociImage,
  'shared-with': sharedWith,
  first,
};

/** Finds out which version there is to install, and how to get it. @throws Problem `source.*`, `host.missing` */
export function resolveSource(
  source: SourceSpec,
  artifact: PlannedArtifact,
  context: SourceContext,
): Promise<Resolved> {
  return perform(source.kind, source, artifact, context);
}

function perform<K extends SourceKind>(
  kind: K,
  source: SourceSpec,
  artifact: PlannedArtifact,
  context: SourceContext,
): Promise<Resolved> {
  // The compiler cannot tie a member of a union to its own entry of the table; `kind` is that member's kind.
  return performers[kind].resolve(source as SourceOf<K>, artifact, context);
}

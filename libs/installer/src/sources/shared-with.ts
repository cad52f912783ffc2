import { Problem } from '@showrunner/contracts';
import type { SourcePerformer } from './performer.ts';

/** The artifact of another service, which must be there already. */
export const sharedWith: SourcePerformer<'shared-with'> = {
  resolve: async (source, artifact, { tools }) => {
    if ((await tools.files.facts(artifact.root))?.kind !== 'directory') {
      throw new Problem(
        'source.not-found',
        `${artifact.processName} uses the program of ${source.service}, which is not installed`,
      );
    }
    return { kind: 'shared', version: 'shared', title: `the program of ${source.service}` };
  },
};

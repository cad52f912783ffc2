import { rulePerPackage } from '../../finding.ts';
import { missingEvidence } from '../../quality.ts';

/** What can be installed is proven: a test of the manifest, fixtures, and a stand-in where the program is simulated. */
export const evidence = rulePerPackage('evidence', ({ manifest }, { folder }) =>
  missingEvidence(manifest, folder).map((path) => ({
    file: `services/${manifest.key}/${path}`,
    message: `The manifest of ${manifest.key} has a runtime, but this is missing.`,
    remedy: 'Add it, or leave the runtime out until it is there.',
  })),
);

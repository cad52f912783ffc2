import { rulePerPackage } from '../../finding.ts';
import { readOrigins } from '../../origins.ts';

/** Every fixture states where it comes from. What was made by hand is never taken for a recording. */
export const fixtures = rulePerPackage('fixtures', ({ manifest }, { folder }) => {
  const origins = readOrigins(folder?.fixtureReadme ?? '');
  return (folder?.files ?? [])
    .filter((path) => path.startsWith('fixtures/') && path !== 'fixtures/README.md')
    .filter((path) => !origins.has(path.slice('fixtures/'.length)))
    .map((path) => ({
      file: `services/${manifest.key}/${path}`,
      message: 'Nothing says where this fixture comes from.',
      remedy: 'Add it to fixtures/README.md: "captured <program> <version>" or "constructed from <source>".',
    }));
});

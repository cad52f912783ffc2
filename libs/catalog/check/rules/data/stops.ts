import { manifestFile, rulePerPackage } from '../../finding.ts';

/** As the supervisor goes down; within a tier it takes the order from the needs. */
const tiers = ['media', 'apps', 'clients', 'databases'];

/** What a service cannot do without is in no tier that stops before its own. */
export const stops = rulePerPackage('stops', ({ manifest }, { packages }) => {
  const { key, requires, companions = [], stopTier } = manifest;
  const needed = [...requires.filter(({ enable, until }) => enable && until !== 'installed'), ...companions.filter(isBefore)];
  return [...new Set(needed.map(({ service }) => service))].flatMap((name) => {
    const provider = packages.find((other) => other.manifest.key === name)?.manifest;
    if (provider === undefined || tiers.indexOf(provider.stopTier) >= tiers.indexOf(stopTier)) return [];
    return [
      {
        file: manifestFile(key),
        message: `${key} needs ${name}, which stops before it: ${provider.stopTier} goes before ${stopTier}.`,
        remedy: `Move one of the two to another stopTier.`,
      },
    ];
  });
});

function isBefore({ phase }: { readonly phase?: string }): boolean {
  return phase !== 'after';
}

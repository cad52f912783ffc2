import { type FolderEvidence, manifestFile, rulePerPackage } from '../../finding.ts';

/** Hooks, and those of connections, are listed in the manifest, exported by the folder, and tested. */
export const hooks = rulePerPackage('hooks', ({ manifest, hooks: exported = {}, connections = {} }, { folder }) => {
  const kinds = [
    { what: 'Hook', place: 'runtime.hooks', listed: manifest.runtime?.hooks?.map(({ name }) => name), exported },
    {
      what: 'Connection hook',
      place: 'connections',
      listed: manifest.connections?.map(({ hook }) => hook),
      exported: connections,
    },
  ];
  return kinds.flatMap(({ what, place, listed: names = [], exported }) => {
    const listed = [...new Set(names)];
    const file = manifestFile(manifest.key);
    const index = `services/${manifest.key}/index.ts`;
    return [
      ...listed
        .filter((name) => !Object.hasOwn(exported, name))
        .map((name) => ({
          file,
          message: `${what} ${name} is listed, but nowhere exported.`,
          remedy: `Export it from ${index}.`,
        })),
      ...Object.keys(exported)
        .filter((name) => !listed.includes(name))
        .map((name) => ({
          file: index,
          message: `${what} ${name} is exported, but not listed.`,
          remedy: `List it under ${place} of the manifest, or remove it.`,
        })),
      ...listed
        .filter((name) => folder !== undefined && !isTested(name, folder))
        .map((name) => ({
          file,
          message: `${what} ${name} has no test.`,
          remedy: `Write services/${manifest.key}/${name}.test.ts, or one in families where it is shared.`,
        })),
    ];
  });
});

function isTested(name: string, { files, familyTests = [] }: FolderEvidence): boolean {
  return [...files, ...familyTests].some((path) => path.endsWith(`${name}.test.ts`));
}

import { type FolderEvidence, manifestFile, rulePerPackage } from '../../finding.ts';

/** Hooks are listed in the manifest, exported by the folder, and tested. */
export const hooks = rulePerPackage('hooks', ({ manifest, hooks: exported = {} }, { folder }) => {
  const listed = new Set((manifest.runtime?.hooks ?? []).map(({ name }) => name));
  const file = manifestFile(manifest.key);
  const index = `services/${manifest.key}/index.ts`;
  return [
    ...[...listed]
      .filter((name) => !Object.hasOwn(exported, name))
      .map((name) => ({
        file,
        message: `Hook ${name} is listed, but nowhere exported.`,
        remedy: `Export it from ${index}.`,
      })),
    ...Object.keys(exported)
      .filter((name) => !listed.has(name))
      .map((name) => ({
        file: index,
        message: `Hook ${name} is exported, but not listed.`,
        remedy: 'List it under runtime.hooks of the manifest, or remove it.',
      })),
    ...[...listed]
      .filter((name) => folder !== undefined && !isTested(name, folder))
      .map((name) => ({
        file,
        message: `Hook ${name} has no test.`,
        remedy: `Write services/${manifest.key}/${name}.test.ts, or one in families where it is shared.`,
      })),
  ];
});

function isTested(name: string, { files, familyTests = [] }: FolderEvidence): boolean {
  return [...files, ...familyTests].some((path) => path.endsWith(`${name}.test.ts`));
}

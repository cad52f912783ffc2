const origin =
  '// Written by tools/checks/catalog.ts from the service folders, in the order of the stack document. Do not edit.';

/** The text of `index.gen.ts` for folders in that order. */
export function renderIndexFile(folders: readonly string[]): string {
  return [
    origin,
    "import type { ServicePackage } from './vocabulary/manifest.ts';",
    ...folders.map((folder) => `import ${toName(folder)} from './services/${folder}/index.ts';`),
    '',
    'export const services: readonly ServicePackage[] = [',
    ...folders.map((folder) => `  ${toName(folder)},`),
    '];',
    '',
  ].join('\n');
}

/** The text of `upstream.gen.ts` for the folders that say where their program comes from in demos and tests. */
export function renderUpstreamFile(folders: readonly string[]): string {
  return [
    origin,
    "import type { Upstream } from './upstream/upstream.ts';",
    ...folders.map((folder) => `import ${toName(folder)} from './services/${folder}/upstream.ts';`),
    '',
    'export const upstreams: readonly Upstream[] = [',
    ...folders.map((folder) => `  ${toName(folder)},`),
    '];',
    '',
  ].join('\n');
}

function toName(folder: string): string {
  return folder.replace(/_+([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

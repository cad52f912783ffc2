import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  checkCatalog,
  type FolderEvidence,
  inDocumentOrder,
  renderIndexFile,
  renderServicesPage,
  renderUpstreamFile,
} from '@showrunner/catalog/check';
import type { Upstream } from '@showrunner/catalog/upstream';
import type { ServicePackage } from '@showrunner/catalog';

const root = new URL('../..', import.meta.url).pathname;
const catalog = join(root, 'libs', 'catalog');
const again = 'node --conditions=source tools/checks/catalog.ts --write';

interface Folder {
  readonly service: ServicePackage;
  readonly evidence: FolderEvidence;
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

const familyTests = readdirSync(join(catalog, 'families'), { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.test.ts'),
);

/** What a module of a folder exports, `undefined` where there is no such file. */
async function exportOf<T>(path: string): Promise<T | undefined> {
  if (!existsSync(path)) return undefined;
  return ((await import(pathToFileURL(path).href)) as { default: T }).default;
}

async function readFolder(folder: string): Promise<Folder> {
  const path = join(catalog, 'services', folder);
  const service = await exportOf<ServicePackage>(join(path, 'index.ts'));
  if (service === undefined) throw new Error(`${path} has no index.ts.`);
  const upstream = await exportOf<Upstream>(join(path, 'upstream.ts'));
  const files = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1));
  const logSample = readIfThere(join(path, 'fixtures', 'log.txt'));
  const fixtureReadme = readIfThere(join(path, 'fixtures', 'README.md'));
  const found = {
    ...(logSample === undefined ? {} : { logSample }),
    ...(fixtureReadme === undefined ? {} : { fixtureReadme }),
    ...(upstream === undefined ? {} : { upstream }),
  };
  return {
    service,
    evidence: { folder, key: service.manifest.key, files, familyTests, ...found },
  };
}

/** A generated file: written, or compared with what it ought to be. */
function settle(path: string, text: string, isWriting: boolean): boolean {
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return true;
  if (isWriting) writeFileSync(file, text);
  else console.error(`${path}: generated: It is not what the service folders say. Run: ${again}`);
  return isWriting;
}

/** Without an argument, or with `--check`: compares. With `--write`: writes the generated files first. */
async function main(): Promise<void> {
  const isWriting = process.argv.includes('--write');
  const names = readdirSync(join(catalog, 'services'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(catalog, 'services', entry.name, 'index.ts')))
    .map((entry) => entry.name);
  const folders = await Promise.all(inDocumentOrder(names).map(readFolder));
  const packages = folders.map(({ service }) => service);
  const evidence = folders.map((folder) => folder.evidence);
  const settled = [
    settle('libs/catalog/index.gen.ts', renderIndexFile(evidence.map(({ folder }) => folder)), isWriting),
    settle(
      'libs/catalog/upstream.gen.ts',
      renderUpstreamFile(evidence.filter(({ files }) => files.includes('upstream.ts')).map(({ folder }) => folder)),
      isWriting,
    ),
    settle('docs/services.md', renderServicesPage(packages, evidence), isWriting),
  ];
  const findings = checkCatalog(packages, evidence);
  for (const { rule, file, message, remedy } of findings)
    console.error(`libs/catalog/${file}: ${rule}: ${message} ${remedy}`);
  console.log(`${packages.length} services, ${findings.length} findings.`);
  process.exitCode = findings.length === 0 && settled.every(Boolean) ? 0 : 1;
}

await main();

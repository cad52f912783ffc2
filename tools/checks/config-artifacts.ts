/**
 * Writes config/: the default stack document, its JSON Schema and the example of a .env file, all generated from the
 * catalogue. With --check it writes nothing and fails when a file is not what it would write. A default that
 * breaks the rules of its own manifest is refused.
 *
 *   node --conditions=source tools/checks/config-artifacts.ts [--check]
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Catalog, createCatalog, services } from '@showrunner/catalog';
import { defaultDocument, documentSchema, envExample, serializeDocument, validateDocument } from '@showrunner/config';

const folder = new URL('../../config/', import.meta.url);
const command = 'node --conditions=source tools/checks/config-artifacts.ts';

function artifacts(catalog: Catalog): readonly { name: string; text: string }[] {
  return [
    { name: 'dumb_config.json', text: serializeDocument(defaultDocument(catalog)) },
    { name: 'dumb_config.schema.json', text: `${JSON.stringify(documentSchema(catalog), null, 2)}\n` },
    { name: '.env.example', text: envExample(catalog) },
  ];
}

async function main(check: boolean): Promise<number> {
  if (services.length === 0) throw new Error('The catalogue is empty: generate libs/catalog/index.gen.ts first.');
  const catalog = createCatalog(services);
  const faults = validateDocument(defaultDocument(catalog), catalog, { strict: true });
  if (faults.length > 0) {
    for (const { path, message } of faults) console.error(`Default of ${path.join('.')} ${message}.`);
    return 1;
  }
  await mkdir(folder, { recursive: true });
  const stale: string[] = [];
  for (const { name, text } of artifacts(catalog)) {
    const file = new URL(name, folder);
    if ((await readIfThere(file)) === text) continue;
    stale.push(name);
    if (!check) await writeFile(file, text);
  }
  const where = fileURLToPath(folder);
  if (stale.length === 0) console.log(`${where} is up to date.`);
  else if (check) console.error(`${where} is out of date: ${stale.join(', ')}. Write it anew with: ${command}`);
  else console.log(`Written to ${where}: ${stale.join(', ')}.`);
  return check && stale.length > 0 ? 1 : 0;
}

async function readIfThere(file: URL): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

process.exitCode = await main(process.argv.includes('--check'));

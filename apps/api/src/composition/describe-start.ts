import { createCatalog, services } from '@showrunner/catalog';
import { listEntries, loadDocument, migrationOf, overlayDocument } from '@showrunner/config';
import { createFiles } from '@showrunner/host';
import type { Settings } from '../settings.ts';
import { readOverrides } from './overrides.ts';
import { parseOwnServices, readOwnTexts } from './own-services/read-own-services.ts';
import { packagesOf } from './own-services/watch-own-services.ts';

/**
 * What a start on a data root would do, as text for a person: what changes in the stack document, which services start, whose
 * accounts are taken over. Reads only.
 * @throws Problem `document.*` as the start would
 */
export async function describeStart(
  { root, port, host }: Settings,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const files = createFiles();
  const path = `${root}/config/dumb_config.json`;
  const own = parseOwnServices(await readOwnTexts(root, files), services);
  const catalog = createCatalog([...services, ...packagesOf(own).values()]);
  const text = await files.readText(path);
  const { stored, changed, warnings } = loadDocument(text, catalog);
  const { effective } = overlayDocument(stored, readOverrides(root, env, port, host), catalog);
  const changes = migrationOf(text, stored, catalog);
  const rewritten = changes.filter((change) => 'before' in change);
  const added = changes.length - rewritten.length;
  const starting = listEntries(effective, catalog).filter(
    ({ enabled, serviceKey }) => enabled && catalog.manifest(serviceKey)?.kind === 'unit',
  );
  const users = (await files.facts(`${root}/config/users.json`)) !== undefined;
  const isOurs = (await files.facts(`${root}/config/.showrunner/auth/accounts.json`)) !== undefined;
  return [
    text === undefined ? `${path} is not there; it is made with defaults.` : documentLine(path, changed),
    ...rewritten.map(({ pointer, before, after }) => `  ${pointer}: ${say(before)} → ${say(after)}`),
    ...(added === 0 || text === undefined ? [] : [`  ${added} values that it does not have yet get their defaults.`]),
    ...(changed && text !== undefined ? [`  What it is now is kept as ${path}.bak.`] : []),
    ...[...warnings, ...own.flatMap(({ issues }) => issues)].map((warning) => `  Note: ${warning}`),
    starting.length === 0
      ? 'No service starts: none is switched on.'
      : `These start: ${starting.map(({ processName }) => processName).join(', ')}.`,
    ...(users && !isOurs ? [`Accounts are taken over from ${root}/config/users.json, which stays as it is.`] : []),
    'Nothing was changed.',
    '',
  ].join('\n');
}

function documentLine(path: string, changed: boolean): string {
  return changed ? `${path} is brought to the present form:` : `${path} stays as it is.`;
}

function say(value: unknown): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'object' && value !== null
    ? `a block of ${Object.keys(value).length}`
    : JSON.stringify(value);
}

import type { ArrProgram } from './programs.ts';
import { failure, type Failure, valuesOf } from './providers.ts';
import type { ArrStore, Resource } from './store.ts';

/** Asks another program. `undefined`: it does not answer. */
export type Reach = (
  url: string,
  options?: { method?: string; headers?: Readonly<Record<string, string>>; body?: string },
) => Promise<{ readonly status: number; readonly body: string } | undefined>;

type Body = Readonly<Record<string, unknown>>;

/** Tries a provider before it is saved, as the programs do: what cannot be reached or refuses us is not saved. */
export async function tryProvider(
  program: ArrProgram,
  kind: string,
  body: Body,
  reach: Reach,
): Promise<readonly Failure[]> {
  const values = valuesOf(body);
  if (kind === 'applications') return tryApplication(String(body['implementation']), values, reach);
  if (kind === 'indexer') return tryTorznab(values, reach);
  return body['implementation'] === 'Sabnzbd' ? trySabnzbd(program, values, reach) : tryQBittorrent(values, reach);
}

async function tryApplication(name: string, values: Body, reach: Reach): Promise<readonly Failure[]> {
  const api = name === 'Lidarr' ? '/api/v1' : '/api/v3';
  const answer = await reach(`${String(values['baseUrl'])}${api}/system/status`, {
    headers: { 'x-api-key': String(values['apiKey']) },
  });
  if (answer === undefined)
    return [failure('BaseUrl', `Unable to complete application test, cannot connect to ${name}.`)];
  if (answer.status === 401) return [failure('ApiKey', 'API Key is invalid')];
  if (answer.status !== 200 || !answer.body.includes(`"${name}"`)) {
    return [
      failure('BaseUrl', `${name} URL is invalid, Prowlarr cannot connect to ${name} - are you missing a URL base?`),
    ];
  }
  const back = await reach(`${String(values['prowlarrUrl'])}/ping`);
  return back?.status === 200
    ? []
    : [failure('ProwlarrUrl', `Prowlarr URL is invalid, ${name} cannot connect to Prowlarr`)];
}

async function tryTorznab(values: Body, reach: Reach): Promise<readonly Failure[]> {
  const base = String(values['baseUrl']).replace(/\/+$/, '');
  const key =
    values['apiKey'] === undefined || values['apiKey'] === ''
      ? ''
      : `&apikey=${encodeURIComponent(String(values['apiKey']))}`;
  const answer = await reach(`${base}${String(values['apiPath'] ?? '/api')}?t=caps${key}`);
  if (answer === undefined) return [failure('BaseUrl', 'Unable to connect to indexer, check the log for more details')];
  if (answer.status !== 200 || !answer.body.includes('<caps'))
    return [failure('BaseUrl', 'Indexer does not answer with its capabilities')];
  return [];
}

async function tryQBittorrent(values: Body, reach: Reach): Promise<readonly Failure[]> {
  const base = addressOf(values);
  const body = new URLSearchParams({
    username: String(values['username'] ?? ''),
    password: String(values['password'] ?? ''),
  });
  const login = await reach(`${base}/api/v2/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', referer: base },
    body: body.toString(),
  });
  if (login === undefined) return [failure('Host', 'Unable to connect to qBittorrent')];
  if (login.status !== 200 || login.body.trim() !== 'Ok.') return [failure('Username', 'Authentication failure')];
  const version = await reach(`${base}/api/v2/app/webapiVersion`);
  return version?.status === 200 ? [] : [failure('Host', 'Unable to connect to qBittorrent')];
}

async function trySabnzbd({ providers }: ArrProgram, values: Body, reach: Reach): Promise<readonly Failure[]> {
  const base = addressOf(values);
  // Each of its requests carries the key, that of the version too (seen in Sonarr's SabnzbdProxy).
  const signed = `apikey=${encodeURIComponent(String(values['apiKey'] ?? ''))}&output=json`;
  const version = await reach(`${base}/api?mode=version&${signed}`);
  if (version === undefined) return [failure('Host', 'Unable to connect to SABnzbd')];
  if (version.status !== 200) return [failure('Version', `Unknown version: status ${version.status}`)];
  const config = await reach(`${base}/api?mode=get_config&${signed}`);
  const known = config?.status === 200 ? categoriesIn(config.body) : undefined;
  if (known === undefined) return [failure('ApiKey', 'API Key Incorrect')];
  const field = providers['downloadclient']?.[0]?.fields.find(({ name }) => name.endsWith('Category'))?.name ?? '';
  const category = String(values[field] ?? '');
  return category === '' || known.includes(category) ? [] : [failure(field, 'Category does not exist')];
}

function categoriesIn(body: string): readonly string[] | undefined {
  const answer = JSON.parse(body) as { config?: { categories?: readonly { name?: unknown }[] } }; // read leniently, as they do
  return answer.config?.categories?.map(({ name }) => String(name));
}

function addressOf(values: Body): string {
  const base = String(values['urlBase'] ?? '')
    .replace(/^\/?/, '/')
    .replace(/\/$/, '');
  return `${values['useSsl'] === true ? 'https' : 'http'}://${String(values['host'])}:${String(values['port'])}${base}`;
}

/** Prowlarr hands its indexers to every application that shares a tag with them, and to those that have no tag. */
export async function syncApplications(
  store: ArrStore,
  ownKey: string,
  reach: Reach,
  log: (line: string) => void,
): Promise<void> {
  for (const application of store.all('applications')) {
    if (application['syncLevel'] === 'disabled') continue;
    for (const indexer of store.all('indexer').filter((one) => isFor(one, application))) {
      await handOver(indexer, application, ownKey, reach, log);
    }
  }
}

function isFor(indexer: Resource, application: Resource): boolean {
  const tags = tagsOf(application);
  return tags.length === 0 || tagsOf(indexer).some((tag) => tags.includes(tag));
}

function tagsOf({ tags }: Resource): readonly unknown[] {
  return Array.isArray(tags) ? tags : [];
}

async function handOver(
  indexer: Resource,
  application: Resource,
  ownKey: string,
  reach: Reach,
  log: (line: string) => void,
) {
  const { baseUrl, apiKey, prowlarrUrl } = valuesOf(application);
  const api = `${String(baseUrl)}${application['implementation'] === 'Lidarr' ? '/api/v1' : '/api/v3'}/indexer`;
  const headers = { 'x-api-key': String(apiKey), 'content-type': 'application/json' };
  const name = `${String(indexer['name'])} (Prowlarr)`;
  const listed = await reach(api, { headers });
  if (listed?.status !== 200) return log(`Failed to fetch indexers of ${String(application['name'])}`);
  const present = (JSON.parse(listed.body) as readonly Resource[]).find((one) => one['name'] === name);
  const body = {
    ...(present === undefined ? {} : { id: present.id }),
    name,
    implementation: 'Torznab',
    implementationName: 'Torznab',
    configContract: 'TorznabSettings',
    enableRss: true,
    enableAutomaticSearch: true,
    enableInteractiveSearch: true,
    priority: indexer['priority'],
    protocol: 'torrent',
    tags: [],
    fields: [
      { name: 'baseUrl', value: `${String(prowlarrUrl)}/${indexer.id}/` },
      { name: 'apiPath', value: '/api' },
      { name: 'apiKey', value: ownKey },
    ],
  };
  const url = `${api}${present === undefined ? '' : `/${present.id}`}?forceSave=true`;
  const answer = await reach(url, {
    method: present === undefined ? 'POST' : 'PUT',
    headers,
    body: JSON.stringify(body),
  });
  if (answer === undefined || answer.status >= 300) log(`Failed to hand ${name} to ${String(application['name'])}`);
}

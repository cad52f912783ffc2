import type { ArrProgram } from './programs.ts';
import { type Reach, syncApplications, tryProvider } from './effects.ts';
import { checkProvider, failure, type Failure, providerView, schemaView, toStored } from './providers.ts';
import { mediaManagementShape, musicRootFolderShape, rootFolderShape, shapeProblems, tagShape } from './shapes.ts';
import type { ArrStore, Resource } from './store.ts';

export interface ArrRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly key: string | undefined;
  readonly body: string;
}

export interface ArrAnswer {
  readonly status: number;
  readonly body?: unknown;
}

export interface ArrServer {
  readonly program: ArrProgram;
  readonly version: string;
  readonly apiKey: string;
  readonly instanceName: string;
  readonly databaseType: 'sqLite' | 'postgreSQL';
  readonly store: ArrStore;
  readonly reach: Reach;
  log(line: string): void;
  /** Whether a directory is there and can be written. */
  isWritable(path: string): boolean;
}

type Body = Readonly<Record<string, unknown>>;
type Answer = ArrAnswer | Promise<ArrAnswer>;

const notFound: ArrAnswer = { status: 404, body: { message: 'NotFound' } };

/** Answers as the interface of an Arr does. Everything below `/api` wants the key. */
export async function answerArr(request: ArrRequest, server: ArrServer): Promise<ArrAnswer> {
  const { method, path } = request;
  if (path === '/ping') return { status: 200, body: { status: 'OK' } };
  if (!path.startsWith('/api/')) return notFound;
  if (request.key !== server.apiKey) return { status: 401 };
  const { api } = server.program;
  if (!path.startsWith(`${api}/`)) return notFound;
  const [collection = '', second, ...rest] = path.slice(api.length + 1).split('/');
  if (rest.length > (collection === 'config' ? 1 : 0)) return notFound;
  let body: unknown;
  try {
    body = request.body === '' ? undefined : JSON.parse(request.body);
  } catch {
    return refused([failure('$', 'The body is no valid JSON.')]);
  }
  const handler = `${collection}/${second ?? ''}`;
  if (handler === 'system/status') return method === 'GET' ? { status: 200, body: statusOf(server) } : { status: 405 };
  if (collection === 'config') return mediaManagement(method, second, body, server);
  if (server.program.providers[collection] !== undefined)
    return providers(collection, second, { ...request, parsed: body }, server);
  return plain(collection, second, method, body, server);
}

function refused(failures: readonly Failure[]): ArrAnswer {
  return { status: 400, body: failures };
}

function statusOf({ program, version, instanceName, databaseType }: ArrServer): Body {
  return {
    appName: program.name,
    instanceName,
    version,
    branch: program.branch,
    isLinux: true,
    databaseType,
    urlBase: '',
  };
}

async function providers(
  kind: string,
  second: string | undefined,
  { method, query, parsed }: ArrRequest & { readonly parsed: unknown },
  server: ArrServer,
): Promise<ArrAnswer> {
  const { program, store } = server;
  if (second === 'schema') return method === 'GET' ? { status: 200, body: schemaView(program, kind) } : { status: 405 };
  const id = second === undefined ? undefined : Number(second);
  const before = id === undefined ? undefined : store.get(kind, id);
  if (id !== undefined && before === undefined) return notFound;
  const view = (resource: Resource) => providerView(program, kind, resource);
  if (method === 'GET') return { status: 200, body: before === undefined ? store.all(kind).map(view) : view(before) };
  if (method === 'DELETE' && before !== undefined) {
    await store.remove(kind, before.id);
    return { status: 200, body: {} };
  }
  if (method !== (before === undefined ? 'POST' : 'PUT')) return { status: 405 };
  const failures = checkProvider(program, kind, parsed, store, id);
  if (failures.length > 0) return refused(failures);
  const stored = toStored(program, kind, parsed as Body, before); // checked just now
  const forced = query.get('forceSave') === 'true';
  const tried = stored['enable'] === false || forced ? [] : await tryProvider(program, kind, stored, server.reach);
  if (tried.length > 0) return refused(tried);
  const resource = before === undefined ? await store.insert(kind, stored) : { ...stored, id: before.id };
  if (before !== undefined) await store.replace(kind, resource);
  server.log(`${String(resource['name'])} was ${before === undefined ? 'added' : 'changed'} in ${kind}`);
  if (program.key === 'prowlarr') await syncApplications(store, server.apiKey, server.reach, server.log);
  return { status: before === undefined ? 201 : 202, body: view(resource) };
}

function mediaManagement(
  method: string,
  second: string | undefined,
  body: unknown,
  { program, store }: ArrServer,
): Answer {
  if (second !== 'mediamanagement' || !program.hasLibrary) return notFound;
  const [present] = store.all('mediamanagement');
  if (present === undefined) return notFound;
  if (method === 'GET') return { status: 200, body: present };
  if (method !== 'PUT') return { status: 405 };
  const wrong = shapeProblems(body, mediaManagementShape);
  if (wrong.length > 0) return refused(wrong.map((message) => failure('$', message)));
  const next: Resource = { ...present, ...(body as Body), id: present.id }; // an object, as just checked
  if (!/^[0-7]{3}$/.test(String(next['chmodFolder'])))
    return refused([failure('ChmodFolder', 'Must contain a valid Unix permissions octal')]);
  return store.replace('mediamanagement', next).then(() => ({ status: 202, body: next }));
}

const readOnly = new Set(['qualityprofile', 'metadataprofile', 'appprofile']);

async function plain(
  collection: string,
  second: string | undefined,
  method: string,
  body: unknown,
  server: ArrServer,
): Promise<ArrAnswer> {
  const { program, store } = server;
  const isFolder = collection === 'rootfolder' && program.hasLibrary;
  if (!readOnly.has(collection) && collection !== 'tag' && !isFolder) return notFound;
  const present = second === undefined ? undefined : store.get(collection, Number(second));
  if (second !== undefined && present === undefined) return notFound;
  if (method === 'GET') return { status: 200, body: present ?? store.all(collection) };
  if (readOnly.has(collection)) return { status: 405 };
  if (method === 'DELETE' && present !== undefined) {
    await store.remove(collection, present.id);
    return { status: 200, body: {} };
  }
  if (method !== 'POST' || present !== undefined) return { status: 405 };
  const failures = isFolder ? checkFolder(body, server) : checkTag(body);
  if (failures.length > 0) return refused(failures);
  const given = body as Body; // checked just now
  if (!isFolder) {
    const label = String(given['label']).toLowerCase();
    const known = store.all('tag').find((tag) => tag['label'] === label);
    return { status: 201, body: known ?? (await store.insert('tag', { label })) };
  }
  const made = await store.insert('rootfolder', {
    ...given,
    accessible: true,
    freeSpace: 1_000_000_000,
    unmappedFolders: [],
  });
  return { status: 201, body: made };
}

function checkTag(body: unknown): readonly Failure[] {
  const wrong = shapeProblems(body, tagShape);
  if (wrong.length > 0) return wrong.map((message) => failure('$', message));
  const label = String((body as Body)['label'] ?? '');
  return label.trim() === '' ? [failure('Label', "'Label' must not be empty.")] : [];
}

function checkFolder(body: unknown, { program, store, isWritable }: ArrServer): readonly Failure[] {
  const wrong = shapeProblems(body, program.isMusic ? musicRootFolderShape : rootFolderShape);
  if (wrong.length > 0) return wrong.map((message) => failure('$', message));
  const given = body as Body; // an object, as just checked
  const path = String(given['path'] ?? '');
  if (!path.startsWith('/')) return [failure('Path', `Invalid Path: '${path}'`)];
  const bare = (text: unknown) => String(text).replace(/\/+$/, '');
  if (store.all('rootfolder').some((folder) => bare(folder['path']) === bare(path))) {
    return [failure('Path', `Path '${path}' is already configured as a root folder`)];
  }
  if (!isWritable(path)) return [failure('Path', `Folder '${path}' does not exist, or is not writable`)];
  if (!program.isMusic) return [];
  const missing = [
    ['Name', typeof given['name'] === 'string' && given['name'] !== ''],
    ['DefaultQualityProfileId', store.get('qualityprofile', Number(given['defaultQualityProfileId'])) !== undefined],
    ['DefaultMetadataProfileId', store.get('metadataprofile', Number(given['defaultMetadataProfileId'])) !== undefined],
  ] as const;
  return missing.filter(([, isThere]) => !isThere).map(([name]) => failure(name, `'${name}' must be valid.`));
}

/** What a new installation has in its database. */
export function freshCollections(program: ArrProgram): Readonly<Record<string, readonly Resource[]>> {
  if (!program.hasLibrary)
    return {
      appprofile: [
        {
          id: 1,
          name: 'Standard',
          enableRss: true,
          enableAutomaticSearch: true,
          enableInteractiveSearch: true,
          minimumSeeders: 1,
        },
      ],
    };
  return {
    qualityprofile: [{ id: 1, name: 'Any' }],
    ...(program.isMusic ? { metadataprofile: [{ id: 1, name: 'Standard' }] } : {}),
    mediamanagement: [
      {
        id: 1,
        recycleBin: '',
        recycleBinCleanupDays: 7,
        deleteEmptyFolders: false,
        setPermissionsLinux: false,
        chmodFolder: '755',
        chownGroup: '',
        skipFreeSpaceCheckWhenImporting: false,
        minimumFreeSpaceWhenImporting: 100,
        copyUsingHardlinks: true,
        importExtraFiles: false,
        extraFileExtensions: 'srt',
        enableMediaInfo: true,
      },
    ],
  };
}

import type { Call, Route } from './context.ts';
import { Permission, Refusal } from './model.ts';
import { findProfiles, type ServarrKind, testServarr } from './servarr.ts';
import { merge, type SeerrSettings, type ServarrSettings } from './settings.ts';
import type { Schema } from './validate.ts';

const admin = [Permission.ADMIN];
const text: Schema = { type: 'string' };
const number: Schema = { type: 'number' };
const flag: Schema = { type: 'boolean' };
const connection = { hostname: text, port: number, apiKey: text, useSsl: flag, baseUrl: text } as const;

const servarr: Readonly<Record<string, Schema>> = {
  id: { ...number, readOnly: true },
  name: text,
  ...connection,
  activeProfileId: number,
  activeProfileName: text,
  activeDirectory: text,
  is4k: flag,
  isDefault: flag,
  externalUrl: text,
  syncEnabled: flag,
  preventSearch: flag,
};
const required = [
  'name',
  'hostname',
  'port',
  'apiKey',
  'useSsl',
  'activeProfileId',
  'activeProfileName',
  'activeDirectory',
  'is4k',
  'isDefault',
];
const nullable = { nullable: true } as const;
const schemas: Readonly<Record<ServarrKind, Schema>> = {
  radarr: {
    type: 'object',
    properties: { ...servarr, minimumAvailability: text },
    required: [...required, 'minimumAvailability'],
  },
  sonarr: {
    type: 'object',
    properties: {
      ...servarr,
      activeLanguageProfileId: number,
      activeAnimeProfileId: { ...number, ...nullable },
      activeAnimeLanguageProfileId: { ...number, ...nullable },
      activeAnimeProfileName: { ...text, ...nullable },
      activeAnimeDirectory: { ...text, ...nullable },
      enableSeasonFolders: flag,
    },
    required: [...required, 'enableSeasonFolders'],
  },
};

export const settingsRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/status',
    access: 'public',
    handle: ({ seerr }) => ({
      body: {
        version: seerr.version,
        commitTag: 'local',
        updateAvailable: false,
        commitsBehind: 0,
        restartRequired: false,
      },
    }),
  },
  {
    method: 'GET',
    path: '/status/appdata',
    access: 'public',
    handle: ({ seerr }) => ({
      body: { appData: true, appDataPath: seerr.configDirectory, appDataPermissions: true },
    }),
  },
  {
    method: 'GET',
    path: '/settings/public',
    access: 'public',
    handle: ({ seerr }) => ({ body: publicOf(seerr.settings.value) }),
  },
  {
    method: 'GET',
    path: '/settings/main',
    access: admin,
    handle: ({ seerr }) => ({ body: seerr.settings.value.main }),
  },
  {
    method: 'POST',
    path: '/settings/main',
    access: admin,
    body: {
      type: 'object',
      properties: {
        apiKey: { ...text, readOnly: true },
        applicationTitle: text,
        applicationUrl: text,
        hideAvailable: flag,
        localLogin: flag,
        newPlexLogin: flag,
        defaultPermissions: number,
        enableSpecialEpisodes: flag,
      },
    },
    handle: ({ seerr, body }) => {
      Object.assign(seerr.settings.value.main, merge(seerr.settings.value.main, body as Record<string, unknown>));
      seerr.settings.save();
      return { body: seerr.settings.value.main };
    },
  },
  {
    method: 'POST',
    path: '/settings/main/regenerate',
    access: admin,
    handle: ({ seerr }) => {
      seerr.settings.regenerateKey(seerr.forcedKey);
      return { body: seerr.settings.value.main };
    },
  },
  {
    method: 'POST',
    path: '/settings/initialize',
    access: admin,
    handle: ({ seerr }) => {
      seerr.settings.value.public.initialized = true;
      seerr.settings.save();
      return { body: seerr.settings.value.public };
    },
  },
  {
    method: 'GET',
    path: '/settings/plex',
    access: admin,
    handle: ({ seerr }) => ({ body: seerr.settings.value.plex }),
  },
  {
    method: 'GET',
    path: '/settings/jellyfin',
    access: admin,
    handle: ({ seerr }) => ({ body: seerr.settings.value.jellyfin }),
  },
  ...servarrRoutes('radarr'),
  ...servarrRoutes('sonarr'),
];

function servarrRoutes(kind: ServarrKind): readonly Route[] {
  const path = `/settings/${kind}`;
  const id = `${kind}Id`;
  const params = { [id]: { type: 'integer' } } as const;
  const indexOf = ({ seerr, params: given }: Call): number => {
    const index = seerr.settings.value[kind].findIndex((server) => server.id === Number(given[id]));
    if (index === -1) throw new Refusal(404, 'Settings instance not found');
    return index;
  };
  return [
    { method: 'GET', path, access: admin, handle: ({ seerr }) => ({ body: seerr.settings.value[kind] }) },
    {
      method: 'POST',
      path,
      access: admin,
      body: schemas[kind],
      handle: ({ seerr, body }) => {
        const servers = seerr.settings.value[kind];
        const added = { ...(body as ServarrSettings), id: (servers.at(-1)?.id ?? -1) + 1 }; // Validated.
        yieldDefault(servers, added);
        servers.push(added);
        seerr.settings.save();
        return { status: 201, body: added };
      },
    },
    {
      method: 'POST',
      path: `${path}/test`,
      access: admin,
      body: { type: 'object', properties: connection, required: ['hostname', 'port', 'apiKey', 'useSsl'] },
      handle: async ({ body }) => ({ body: await testServarr(kind, body as ServarrSettings) }), // Validated.
    },
    {
      method: 'PUT',
      path: `${path}/:${id}`,
      access: admin,
      params,
      body: schemas[kind],
      handle: (call) => {
        const index = indexOf(call);
        const servers = call.seerr.settings.value[kind];
        const changed = { ...(call.body as ServarrSettings), id: Number(call.params[id]) }; // Validated.
        yieldDefault(servers, changed);
        servers[index] = changed;
        call.seerr.settings.save();
        return { body: changed };
      },
    },
    {
      method: 'DELETE',
      path: `${path}/:${id}`,
      access: admin,
      params,
      handle: (call) => {
        const [removed] = call.seerr.settings.value[kind].splice(indexOf(call), 1);
        call.seerr.settings.save();
        return { body: removed };
      },
    },
    ...(kind === 'radarr' ? [profilesRoute(indexOf)] : []),
    {
      method: 'GET',
      path: `/service/${kind}`,
      access: [],
      handle: ({ seerr }) => ({ body: seerr.settings.value[kind].map(toService) }),
    },
  ];
}

function profilesRoute(indexOf: (call: Call) => number): Route {
  return {
    method: 'GET',
    path: '/settings/radarr/:radarrId/profiles',
    access: admin,
    params: { radarrId: { type: 'integer' } },
    handle: async (call) => {
      const server = call.seerr.settings.value.radarr[indexOf(call)];
      const profiles = server && (await findProfiles(server));
      if (profiles === undefined) throw new Refusal(500, '[Radarr] Failed to retrieve profiles');
      return { body: profiles.map(({ id, name }) => ({ id, name })) };
    },
  };
}

/** There is one default for ordinary titles and one for 4K: a new one takes the place of the old one. */
function yieldDefault(servers: readonly ServarrSettings[], next: ServarrSettings): void {
  if (!next.isDefault) return;
  for (const server of servers.filter(({ is4k }) => is4k === next.is4k)) server.isDefault = false;
}

function toService({ id, name, is4k, isDefault, activeDirectory, activeProfileId }: ServarrSettings): object {
  return { id, name, is4k, isDefault, activeDirectory, activeProfileId, activeTags: [] };
}

function publicOf({ public: { initialized }, main, radarr, sonarr }: SeerrSettings): object {
  const { apiKey: _, defaultPermissions: __, defaultQuotas: ___, ...shown } = main;
  const isMain4k = ({ is4k, isDefault }: ServarrSettings): boolean => is4k && isDefault;
  return { initialized, ...shown, movie4kEnabled: radarr.some(isMain4k), series4kEnabled: sonarr.some(isMain4k) };
}

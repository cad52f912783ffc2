/*
 * What the Arrs offer to make providers of, as far as wiring uses it. Names of implementations, contracts and fields are
 * those that the programs publish under `<kind>/schema`.
 */

export interface Field {
  readonly name: string;
  readonly type: 'textbox' | 'number' | 'checkbox' | 'password' | 'select';
  readonly value?: unknown;
  /** Masked in every answer, as the programs do. */
  readonly privacy?: 'apiKey' | 'password' | 'userName';
  readonly required?: boolean;
}

export interface Entry {
  /** What a preset is called; blank where there is none. */
  readonly name?: string;
  readonly implementation: string;
  readonly implementationName: string;
  readonly configContract: string;
  readonly infoLink: string;
  readonly fields: readonly Field[];
  readonly members: Readonly<Record<string, unknown>>;
}

const host: Field = { name: 'host', type: 'textbox', value: 'localhost', required: true };
const useSsl: Field = { name: 'useSsl', type: 'checkbox', value: false };
const urlBase: Field = { name: 'urlBase', type: 'textbox' };
const username: Field = { name: 'username', type: 'textbox', privacy: 'userName' };
const password: Field = { name: 'password', type: 'password', privacy: 'password' };
const apiKey: Field = { name: 'apiKey', type: 'textbox', privacy: 'apiKey' };

function port(value: number): Field {
  return { name: 'port', type: 'number', value, required: true };
}

/** @param media as the category field is named after it: `tvCategory` */
export function downloadClientSchemas(media: string): readonly Entry[] {
  const category: Field = { name: `${media}Category`, type: 'textbox', value: `${media}-arr` };
  const made = {
    enable: true,
    priority: 1,
    removeCompletedDownloads: true,
    removeFailedDownloads: true,
  };
  return [
    {
      implementation: 'Sabnzbd',
      implementationName: 'SABnzbd',
      configContract: 'SabnzbdSettings',
      infoLink: 'https://wiki.servarr.com/arr/supported#sabnzbd',
      fields: [host, port(8080), useSsl, urlBase, apiKey, username, password, category],
      members: { ...made, protocol: 'usenet' },
    },
    {
      implementation: 'QBittorrent',
      implementationName: 'qBittorrent',
      configContract: 'QBittorrentSettings',
      infoLink: 'https://wiki.servarr.com/arr/supported#qbittorrent',
      fields: [
        host,
        port(8080),
        useSsl,
        urlBase,
        username,
        password,
        category,
        { name: `${media}ImportedCategory`, type: 'textbox' },
        { name: 'sequentialOrder', type: 'checkbox', value: false },
        { name: 'firstAndLast', type: 'checkbox', value: false },
      ],
      members: { ...made, protocol: 'torrent' },
    },
  ];
}

const torznabFields: readonly Field[] = [
  { name: 'baseUrl', type: 'textbox', required: true },
  { name: 'apiPath', type: 'textbox', value: '/api' },
  apiKey,
  { name: 'categories', type: 'select', value: [] },
  { name: 'minimumSeeders', type: 'number', value: 1 },
];

export const indexerSchemas: readonly Entry[] = [
  {
    implementation: 'Torznab',
    implementationName: 'Torznab',
    configContract: 'TorznabSettings',
    infoLink: 'https://wiki.servarr.com/arr/supported#torznab',
    fields: torznabFields,
    members: {
      enableRss: true,
      enableAutomaticSearch: true,
      enableInteractiveSearch: true,
      supportsRss: true,
      supportsSearch: true,
      protocol: 'torrent',
      priority: 25,
      downloadClientId: 0,
    },
  },
];

export const prowlarrIndexerSchemas: readonly Entry[] = [
  {
    name: 'Generic Torznab',
    implementation: 'Torznab',
    implementationName: 'Torznab',
    configContract: 'TorznabSettings',
    infoLink: 'https://wiki.servarr.com/prowlarr/supported-indexers#torznab',
    fields: [
      { name: 'baseUrl', type: 'textbox', required: true },
      { name: 'apiPath', type: 'textbox', value: '/api' },
      apiKey,
      { name: 'torrentBaseSettings.seedRatio', type: 'number' },
    ],
    members: {
      definitionName: 'Torznab',
      enable: true,
      redirect: false,
      supportsRss: true,
      supportsSearch: true,
      appProfileId: 0,
      protocol: 'torrent',
      privacy: 'private',
      priority: 25,
      downloadClientId: 0,
    },
  },
];

/** The categories that a new application of each kind asks for. */
const categories = {
  Sonarr: [5000, 5010, 5020, 5030, 5040, 5045, 5050, 5090],
  Radarr: [2000, 2010, 2020, 2030, 2040, 2045, 2050, 2060, 2070, 2080, 2090],
  Lidarr: [3000, 3010, 3030, 3040, 3050, 3060],
  Whisparr: [6000, 6010, 6020, 6030, 6040, 6045, 6050, 6070, 6080, 6090],
};

export const applicationSchemas: readonly Entry[] = Object.entries(categories).map(([name, syncCategories]) => ({
  implementation: name,
  implementationName: name,
  configContract: `${name}Settings`,
  infoLink: `https://wiki.servarr.com/prowlarr/supported#${name.toLowerCase()}`,
  fields: [
    { name: 'prowlarrUrl', type: 'textbox', value: 'http://localhost:9696', required: true },
    { name: 'baseUrl', type: 'textbox', value: 'http://localhost', required: true },
    { ...apiKey, required: true },
    { name: 'syncCategories', type: 'select', value: syncCategories },
  ],
  members: { syncLevel: 'fullSync' },
}));

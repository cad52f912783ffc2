import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** One Sonarr or Radarr as Seerr keeps it; what we do not look at stays as it came. */
export interface ServarrSettings {
  readonly id: number;
  readonly name: string;
  readonly hostname: string;
  readonly port: number;
  readonly apiKey: string;
  readonly useSsl: boolean;
  readonly baseUrl?: string;
  readonly is4k: boolean;
  isDefault: boolean;
  readonly activeProfileId: number;
  readonly activeDirectory: string;
}

export interface SeerrSettings {
  clientId: string;
  main: {
    apiKey: string;
    applicationTitle: string;
    defaultPermissions: number;
    defaultQuotas: { movie: Quota; tv: Quota };
    localLogin: boolean;
    mediaServerLogin: boolean;
    /** 1 Plex, 2 Jellyfin, 3 Emby, 4 none yet. */
    mediaServerType: number;
    enableSpecialEpisodes: boolean;
    [key: string]: unknown;
  };
  plex: Record<string, unknown>;
  jellyfin: { ip: string; port: number; apiKey: string; [key: string]: unknown };
  radarr: ServarrSettings[];
  sonarr: ServarrSettings[];
  public: { initialized: boolean };
  [key: string]: unknown;
}

interface Quota {
  quotaLimit?: number;
  quotaDays?: number;
}

export const notConfigured = 4;

const defaults = (): SeerrSettings => ({
  clientId: randomUUID(),
  main: {
    apiKey: '',
    applicationTitle: 'Seerr',
    applicationUrl: '',
    cacheImages: false,
    defaultPermissions: 32,
    defaultQuotas: { movie: {}, tv: {} },
    hideAvailable: false,
    localLogin: true,
    mediaServerLogin: true,
    newPlexLogin: true,
    originalLanguage: '',
    mediaServerType: notConfigured,
    partialRequestsEnabled: true,
    enableSpecialEpisodes: false,
    locale: 'en',
  },
  plex: { name: '', ip: '', port: 32_400, useSsl: false, libraries: [] },
  jellyfin: { name: '', ip: '', port: 8096, useSsl: false, urlBase: '', libraries: [], serverId: '', apiKey: '' },
  tautulli: {},
  radarr: [],
  sonarr: [],
  public: { initialized: false },
});

/** `settings.json` as Seerr keeps it: what is missing is added, a key is made once, what it does not know survives. */
export class SettingsFile {
  private readonly path: string;
  readonly value: SeerrSettings;

  /** @throws where the file is no JSON, as Seerr ends then */
  constructor(path: string, forcedKey: string | undefined) {
    this.path = path;
    const stored = read(path);
    this.value = merge(defaults() as unknown as Fields, stored ?? {}) as unknown as SeerrSettings;
    const { main } = this.value;
    // A key from outside holds for this run; Seerr writes it only when it writes anyway.
    if (main.apiKey === '') main.apiKey = forcedKey ?? newKey();
    else if (forcedKey !== undefined) main.apiKey = forcedKey;
    if (stored?.['clientId'] === undefined || (stored['main'] as Fields | undefined)?.['apiKey'] === undefined)
      this.save();
  }

  save(): void {
    mkdirSync(dirname(this.path), { recursive: true });
    writeFileSync(`${this.path}.tmp`, JSON.stringify(this.value, undefined, ' '));
    renameSync(`${this.path}.tmp`, this.path);
  }

  regenerateKey(forcedKey: string | undefined): void {
    this.value.main.apiKey = forcedKey ?? newKey();
    this.save();
  }
}

type Fields = Record<string, unknown>;

function newKey(): string {
  return Buffer.from(`${Date.now()}${randomUUID()}`).toString('base64');
}

function read(path: string): Fields | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return JSON.parse(text) as Fields;
}

/** Deep for objects; lists and plain values of `over` win. */
export function merge(base: Fields, over: Fields): Fields {
  const result: Fields = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const known = result[key];
    result[key] = isFields(known) && isFields(value) ? merge(known, value) : value;
  }
  return result;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

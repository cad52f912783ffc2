import type { JsonObject } from '@showrunner/contracts';
import type { Provides } from '../../vocabulary/connections.ts';
import type { Requirement } from '../../vocabulary/links.ts';
import type { ServiceManifest } from '../../vocabulary/manifest.ts';
import type { FieldSpec } from '../../vocabulary/options.ts';
import { optionalDatabase } from '../database.ts';
import { type ArrSource, arrRuntime } from './runtime.ts';

/** What tells one program of the family from another. */
export interface ArrSpec {
  readonly key: string;
  /** Also the owner and name of its repository, as it is with all of them. */
  readonly displayName: string;
  readonly port: number;
  /** What it looks after; absent: nothing, it is Prowlarr. */
  readonly media?: 'shows' | 'films' | 'music' | 'adult';
  /** Path of its interface. */
  readonly api: '/api/v1' | '/api/v3';
  readonly source: Omit<ArrSource, 'displayName'>;
  /** Switches between the common defaults: how an instance is fed and who looks after it. */
  readonly switches?: JsonObject;
}

type CommonParts = 'key' | 'displayName' | 'role' | 'kind' | 'defaults' | 'fields' | 'instances' | 'ports';
type CommonBehaviour = 'runtime' | 'requires' | 'provides' | 'secrets' | 'ui' | 'stop' | 'stopTier';

/** What Sonarr, Radarr, Lidarr, Whisparr and Prowlarr have in common: one code base, one way to be set up. */
export function arr(spec: ArrSpec): Pick<ServiceManifest, CommonParts | CommonBehaviour> {
  const { key, displayName, port, switches = {} } = spec;
  return {
    key,
    displayName,
    role: 'core',
    kind: 'unit',
    defaults: defaultsOf(spec),
    fields: fieldsOf(switches),
    instances: {
      template: 'Default',
      processName: `${displayName} \${instance.name}`,
      pathPrefix: `/${key}/default`,
    },
    ports: [{ id: 'web', field: 'port', default: port, role: 'ui', protocol: 'http' }],
    requires: [
      ...optionalDatabase({
        field: 'postgres_main_db',
        name: `${key}-main`,
        instanceName: `${key}_\${instance.slug}_main`,
      }),
      ...optionalDatabase({
        field: 'postgres_log_db',
        name: `${key}-log`,
        instanceName: `${key}_\${instance.slug}_log`,
      }),
      ...('use_neutarr' in switches ? [hunter] : []),
    ],
    provides: providesOf(spec),
    secrets: {
      api_key: {
        kind: 'hex32',
        keptIn: { file: '${self.config_file}', format: 'xml', at: ['Config', 'ApiKey'] },
      },
    },
    ui: { port: 'web', path: '/' },
    stop: { signal: 'SIGTERM', graceMs: 30_000 },
    stopTier: 'apps',
    runtime: arrRuntime(key, { displayName, ...spec.source }),
  };
}

function providesOf({ displayName, media, api }: ArrSpec): Provides {
  const reached = { url: 'http://127.0.0.1:${port.web}', api_key: '${secret.api_key}' };
  return media === undefined
    ? { 'indexer-manager': reached }
    : { arr: { ...reached, api, application: displayName, media } };
}

/** NeutArr starts after the Arrs that it looks after, so it is merely switched on. */
const hunter: Requirement = {
  service: 'neutarr',
  kind: 'order',
  until: 'installed',
  enable: true,
  when: { is: '${self.use_neutarr}', equal: true },
  reason: 'lets it look for what is missing',
};

function defaultsOf({ key, displayName, port, switches }: ArrSpec): JsonObject {
  return {
    enabled: false,
    ...switches,
    postgres_enabled: false,
    postgres_main_db: '',
    postgres_log_db: '',
    process_name: displayName,
    repo_owner: displayName,
    repo_name: displayName,
    release_version_enabled: false,
    release_version: 'latest',
    suppress_logging: false,
    auto_update: false,
    auto_update_mode: 'install',
    auto_update_interval: 24,
    auto_update_start_time: '04:00',
    clear_on_update: false,
    exclude_dirs: [],
    platforms: [],
    pinned_version: '',
    port,
    config_dir: `/${key}/default`,
    config_file: `/${key}/default/config.xml`,
    log_file: `/${key}/default/logs/${key}.txt`,
    command: [],
    env: {},
  };
}

const switchFields: Readonly<Record<string, FieldSpec>> = {
  core_service: {
    label: 'Downloads through',
    description: 'Which download services feed it: decypharr, infinidysk, altmount. One, several or none.',
    types: ['string', 'array'],
    filledFrom: ['torrent-client', 'usenet-client'],
  },
  use_neutarr: { label: 'Hunt with NeutArr', description: 'Lets NeutArr search for missing and better releases.' },
  use_profilarr: { label: 'Profiles from Profilarr', description: 'Lets Profilarr write quality profiles into it.' },
};

function fieldsOf(switches: JsonObject): Readonly<Record<string, FieldSpec>> {
  return {
    ...Object.fromEntries(Object.entries(switchFields).filter(([name]) => name in switches)),
    postgres_enabled: { label: 'Use PostgreSQL', description: 'Data that is already in SQLite is not moved.' },
    postgres_main_db: { label: 'Main database', description: 'Blank: a name made from service and instance.' },
    postgres_log_db: { label: 'Log database', description: 'Blank: a name made from service and instance.' },
    log_level: { types: ['string'], enum: ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'] },
    pinned_version: { label: 'Pinned version', description: 'Stays on this version and is not updated.' },
    host: {
      types: ['string'],
      description: 'Address that it listens on. Blank: what its config.xml says, which is this machine only at first.',
    },
    branch: { types: ['string'], description: 'Update branch of the vendor; blank for the usual one.' },
    command: { derived: true },
  };
}

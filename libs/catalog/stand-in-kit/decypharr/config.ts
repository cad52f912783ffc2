import { readFileSync } from 'node:fs';

export interface StandInConfig {
  readonly port: number;
  readonly host: string;
  readonly urlBase: string;
  readonly logLevel: string;
  readonly useAuth: boolean;
  readonly downloadFolder: string;
  readonly debrids: readonly { readonly provider: string; readonly apiKey: string }[];
  readonly mount: {
    readonly type: string;
    readonly path: string;
    readonly rcPort: string;
    readonly uid: number;
    readonly gid: number;
  };
  /** Why its own wizard would open; undefined where it need not. */
  readonly unfinished: string | undefined;
}

type Raw = Readonly<Record<string, unknown>>;

/** Reads `config.json` as the program does. @throws Error in the words of its decoder where a type is wrong */
export function readConfig(file: string, env: NodeJS.ProcessEnv): StandInConfig {
  const raw = toRaw(JSON.parse(readFileSync(file, 'utf8')), 'config');
  const text = (from: Raw, key: string, fallback = ''): string => {
    const value = from[key] ?? fallback;
    if (typeof value === 'string') return value === '' ? fallback : value;
    throw new Error(`Mismatch type string with value ${typeof value} at field "${key}"`);
  };
  const port = Number(env['DECYPHARR_PORT'] ?? text(raw, 'port', '8282'));
  if (!Number.isInteger(port)) throw new Error(`listen tcp: lookup tcp/${text(raw, 'port')}: unknown port`);
  const debrids = (Array.isArray(raw['debrids']) ? raw['debrids'] : []).map((entry: unknown) => {
    const debrid = toRaw(entry, 'debrids');
    return { provider: text(debrid, 'provider') || text(debrid, 'name'), apiKey: text(debrid, 'api_key') };
  });
  const mount = toRaw(raw['mount'] ?? {}, 'mount');
  const type = text(mount, 'type', 'none');
  const own = toRaw(mount[type] ?? {}, type);
  const downloadFolder = text(raw, 'download_folder');
  return {
    port,
    host: text(raw, 'bind_address') || '::',
    urlBase: text(raw, 'url_base', '/'),
    logLevel: text(raw, 'log_level', 'info').toLowerCase(),
    useAuth: raw['use_auth'] === true,
    downloadFolder,
    debrids,
    mount: {
      type,
      path: text(mount, 'mount_path'),
      // What the file says about this port is not looked at.
      rcPort: env['DECYPHARR_RCLONE__RC_PORT'] ?? '5572',
      uid: Number(own['uid'] ?? process.getuid?.() ?? 0),
      gid: Number(own['gid'] ?? process.getgid?.() ?? 0),
    },
    unfinished: unfinished(debrids, downloadFolder),
  };
}

function unfinished(debrids: StandInConfig['debrids'], downloadFolder: string): string | undefined {
  if (debrids.some(({ apiKey }) => apiKey === '')) return 'debrid api key is required';
  if (downloadFolder === '') return 'download folder is required';
  return debrids.length === 0 ? 'at least one debrid provider or usenet provider must be configured' : undefined;
}

function toRaw(value: unknown, where: string): Raw {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Raw; // an object of the file
  throw new Error(`Mismatch type object with value ${typeof value} at field "${where}"`);
}

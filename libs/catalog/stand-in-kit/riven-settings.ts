import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
export type RivenSettings = { readonly [key: string]: Value };

const defaults: RivenSettings = {
  version: '',
  api_key: '',
  debug: true,
  log: true,
  force_refresh: false,
  map_metadata: true,
  tracemalloc: false,
  symlink: { rclone_path: '', library_path: '', separate_anime_dirs: false, repair_symlinks: false },
  updaters: {
    updater_interval: 120,
    library_path: '',
    plex: { enabled: false, token: '', url: 'http://localhost:32400' },
  },
  downloaders: {
    video_extensions: ['mp4', 'mkv', 'avi'],
    real_debrid: { enabled: false, api_key: '' },
    all_debrid: { enabled: false, api_key: '' },
    torbox: { enabled: false, api_key: '' },
  },
  scraping: {
    after_2: 2,
    torrentio: { enabled: false, url: 'http://torrentio.invalid' },
    zilean: { enabled: false, url: 'http://localhost:8181' },
  },
  database: { host: 'postgresql+psycopg2://postgres:postgres@localhost/riven' },
};

/** The settings file of Riven 0.2x: defaults, what the file says, and on the first start what the environment says. */
export class RivenSettingsFile {
  current: RivenSettings;
  private readonly path: string;

  constructor(path: string, version: string, env: NodeJS.ProcessEnv) {
    this.path = path;
    const stored = readStored(path);
    const start = stored ?? fromEnvironment(defaults, 'RIVEN', env);
    const key = /^\S{32}$/.test(env['API_KEY'] ?? '') ? env['API_KEY'] : stored?.['api_key'];
    this.current = merge(defaults, { ...start, version, api_key: key ?? '' });
    this.save();
  }

  /** Sets a tree of values. @throws Error with Riven's words when a type does not fit */
  setAll(values: RivenSettings): void {
    this.current = merge(this.current, values);
  }

  /** Sets one value by its dotted path. @throws Error when there is no such path */
  set(path: string, value: Value): void {
    const keys = path.split('.');
    let block: Value | undefined = this.current;
    for (const key of keys) {
      if (!isBlock(block) || !(key in block)) throw new Error(`Path '${path}' does not exist.`);
      block = block[key];
    }
    this.current = merge(
      this.current,
      keys.reduceRight<Value>((inner, key) => ({ [key]: inner }), value) as RivenSettings,
    ); // Built of keys: a block.
  }

  get(path: string): Value | undefined {
    return path
      .split('.')
      .reduce<Value | undefined>((block, key) => (isBlock(block) ? block[key] : undefined), this.current);
  }

  save(): void {
    mkdirSync(dirname(this.path), { recursive: true });
    writeFileSync(`${this.path}.new`, `${JSON.stringify(this.current, null, 4)}\n`, { mode: 0o600 });
    renameSync(`${this.path}.new`, this.path);
  }
}

function readStored(path: string): RivenSettings | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  return JSON.parse(text) as RivenSettings; // Merged over the defaults, which checks the types.
}

function merge(base: RivenSettings, over: RivenSettings): RivenSettings {
  const result: Record<string, Value> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const present = base[key];
    if (isBlock(present) && isBlock(value)) result[key] = merge(present, value);
    else if (present !== undefined && kindOf(present) !== kindOf(value)) {
      throw new Error(`1 validation error for AppModel\n${key}\n  Input should be a valid ${kindOf(present)}`);
    } else result[key] = value;
  }
  return result;
}

function fromEnvironment(block: RivenSettings, prefix: string, env: NodeJS.ProcessEnv): RivenSettings {
  return Object.fromEntries(
    Object.entries(block).map(([key, value]) => {
      const name = `${prefix}_${key.toUpperCase()}`;
      if (isBlock(value)) return [key, fromEnvironment(value, name, env)];
      const text = env[name];
      if (text === undefined) return [key, value];
      return [
        key,
        typeof value === 'boolean' ? text.toLowerCase() === 'true' : typeof value === 'number' ? Number(text) : text,
      ];
    }),
  );
}

function isBlock(value: Value | undefined): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: Value): string {
  return Array.isArray(value) ? 'list' : isBlock(value) ? 'dictionary' : typeof value;
}

import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import yaml from 'yaml';

/** AltMount's settings as its stand-in needs them. */
export interface AltmountConfig {
  readonly port: number;
  readonly webdav: { readonly user: string; readonly password: string };
  readonly apiKey: string;
  readonly loginRequired: boolean;
  readonly database: { readonly type: string; readonly dsn: string };
  readonly mountPath: string;
  readonly mountType: 'none' | 'rclone' | 'fuse' | 'rclone_external';
  readonly rclone: { readonly port: number; readonly folder: string; readonly allowOther: boolean };
  readonly sabnzbdEnabled: boolean;
  readonly categories: readonly { readonly name: string; readonly dir: string }[];
  readonly arrs: readonly { readonly name: string; readonly url: string }[];
  readonly log: { readonly file: string; readonly level: string };
}

type Block = Readonly<Record<string, unknown>>;
const mountTypes = ['none', 'rclone', 'fuse', 'rclone_external'] as const;
const apps = ['radarr', 'sonarr', 'lidarr', 'readarr', 'whisparr'];

/** Reads and validates `config.yaml` with AltMount's rules. @throws Error in its words */
export function readConfig(path: string, portVariable: string | undefined): AltmountConfig {
  const root = parse(path);
  const [webdav, api, database] = [block(root, 'webdav'), block(root, 'api'), block(root, 'database')];
  const [rclone, sabnzbd, arrs, log] = ['rclone', 'sabnzbd', 'arrs', 'log'].map((key) => block(root, key));
  const port = readPort(webdav, portVariable);
  const mountPath = text(root['mount_path']);
  const mountType = mountTypes.find((type) => type === (root['mount_type'] ?? 'none'));
  if (mountType === undefined) {
    throw invalid(`invalid mount_type: ${text(root['mount_type'])} (must be none, rclone, fuse, or rclone_external)`);
  }
  if (mountType !== 'none' && mountPath === '')
    throw invalid(`mount_path cannot be empty when mount type is ${mountType}`);
  if (arrs?.['enabled'] === true && mountPath === '') throw invalid('mount_path is required when arrs is enabled');
  if (mountPath !== '' && !isAbsolute(mountPath)) throw invalid('mount_path must be an absolute path');
  if (text(block(root, 'metadata')['root_path']) === '') throw invalid('metadata root_path cannot be empty');
  const level = text(log?.['level'] ?? 'info');
  if (!['debug', 'info', 'warn', 'error'].includes(level)) {
    throw invalid('log_level must be one of: debug, info, warn, error');
  }
  return {
    port,
    webdav: { user: text(webdav['user']), password: text(webdav['password']) },
    apiKey: text(api['key_override']),
    loginRequired: block(root, 'auth')['login_required'] !== false,
    database: { type: text(database['type'] ?? 'sqlite'), dsn: text(database['dsn']) },
    mountPath,
    mountType,
    rclone: {
      port: Number(rclone?.['rc_port'] ?? 5573),
      folder: join(text(rclone?.['path']) || '.', 'rclone'),
      allowOther: rclone?.['allow_other'] !== false,
    },
    sabnzbdEnabled: sabnzbd?.['enabled'] === true,
    categories: readCategories(sabnzbd ?? {}),
    arrs: apps
      .flatMap((app) => blocks(arrs?.[`${app}_instances`]))
      .map(({ name, url }) => ({ name: text(name), url: text(url) })),
    log: { file: text(log?.['file']) || join(path, '../altmount.log'), level },
  };
}

function parse(path: string): Block {
  let root: unknown;
  try {
    root = yaml.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`error reading config file ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof root !== 'object' || root === null || Array.isArray(root)) {
    throw new Error('error unmarshaling config: a map is expected');
  }
  return root as Block; // each key is read for itself
}

function readPort(webdav: Block, variable: string | undefined): number {
  if (variable !== undefined && variable !== '' && !/^\d+$/.test(variable)) {
    throw new Error(`invalid PORT environment variable '${variable}': must be a number`);
  }
  const port = Number(variable || webdav['port'] || 8080);
  if (port < 1 || port > 65_535) throw invalid('webdav port must be between 1 and 65535');
  return port;
}

function readCategories(sabnzbd: Block): AltmountConfig['categories'] {
  const categories = blocks(sabnzbd['categories']).map(({ name, dir }) => ({ name: text(name), dir: text(dir) }));
  categories.forEach(({ name }, index) => {
    if (name === '') throw invalid(`sabnzbd category ${index}: name cannot be empty`);
    if (categories.findIndex((other) => other.name === name) !== index) {
      throw invalid(`sabnzbd category ${index}: duplicate category name '${name}'`);
    }
  });
  return categories.length === 0 ? [{ name: 'Default', dir: 'complete' }] : categories;
}

function invalid(message: string): Error {
  return new Error(`config validation failed: ${message}`);
}

function block(parent: Block, key: string): Block {
  const value = parent[key];
  return typeof value === 'object' && value !== null ? (value as Block) : {}; // each key is read for itself
}

function blocks(value: unknown): readonly Block[] {
  return Array.isArray(value) ? value.filter((item): item is Block => typeof item === 'object' && item !== null) : [];
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

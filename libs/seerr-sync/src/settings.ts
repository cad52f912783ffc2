import type { JsonObject } from '@showrunner/contracts';
import { asObject, listOf, textOf } from './json.ts';

/** A part of the document, of which nothing is known yet. */
type Block = Readonly<Record<string, unknown>>;

export interface SyncOptions {
  readonly pending: boolean;
  readonly approved: boolean;
  readonly declined: boolean;
  readonly deletes: boolean;
  readonly separate4k: boolean;
  readonly userMapping: 'admin' | 'email_match';
  /** Pending requests wait until the primary approves them, instead of being approved by the key that makes them. */
  readonly waitForApproval: boolean;
  /** 0: with every cycle. */
  readonly retryAfterMs: number;
}

/** A Seerr, and where its key is. */
export interface ServerRef {
  /** `internal:<instance>`, or the address without a slash at its end: the name that the state file knows it by. */
  readonly label: string;
  readonly url: string;
  readonly key: { readonly value: string } | { readonly settingsFile: string };
}

export interface SyncSettings {
  readonly enabled: boolean;
  readonly intervalMs: number;
  readonly primary: ServerRef | undefined;
  readonly subordinates: readonly ServerRef[];
  readonly options: SyncOptions;
  /** What keeps it from working; empty while it is switched off. */
  readonly errors: readonly string[];
}

const shortestIntervalMs = 10_000;
const hourMs = 3_600_000;

/**
 * What the stack document says about copying requests: block `seerr_sync`, and `sync_role` of Seerr's instances.
 * @param realPath makes a path of the document real
 */
export function readSyncSettings(document: JsonObject, realPath: (path: string) => string): SyncSettings {
  const block = blockOf(document['seerr_sync']);
  const options = blockOf(block['options']);
  const external = blockOf(block['external_primary']);
  const instances = readInstances(document, realPath);
  const primaries = instances.filter(({ role }) => role === 'primary');
  const hasExternal = external['enabled'] === true;
  const externals = listOf(block['external_subordinates']).map(blockOf);
  const own = instances.filter(({ role }) => role === 'subordinate').flatMap(({ server }) => server ?? []);
  const enabled = block['enabled'] === true;
  return {
    enabled,
    intervalMs: Math.max(shortestIntervalMs, numberOf(block['poll_interval_seconds'], 60) * 1000),
    primary: hasExternal ? toExternal(external) : primaries[0]?.server,
    subordinates: [...own, ...externals.flatMap((entry) => toExternal(entry) ?? [])],
    options: {
      pending: options['sync_pending'] !== false,
      approved: options['sync_approved'] !== false,
      declined: options['sync_declined'] === true,
      deletes: options['sync_deletes'] !== false,
      separate4k: options['sync_4k_separately'] !== false,
      userMapping: options['user_mapping'] === 'email_match' ? 'email_match' : 'admin',
      waitForApproval: options['wait_for_approval'] === true,
      retryAfterMs: Math.max(0, numberOf(options['retry_failed_after_hours'], 24)) * hourMs,
    },
    errors: enabled
      ? findErrors({ primaries: primaries.length, hasExternal, external, externals, subordinates: instances })
      : [],
  };
}

interface Instance {
  readonly role: string;
  /** Absent where it has no port or no file of settings: it cannot be asked. */
  readonly server: ServerRef | undefined;
}

function readInstances(document: JsonObject, realPath: (path: string) => string): readonly Instance[] {
  return Object.entries(blockOf(blockOf(document['seerr'])['instances'])).flatMap(([name, value]) => {
    const { enabled, sync_role: role, port, config_file: file } = blockOf(value);
    if (enabled !== true) return [];
    const server =
      typeof port === 'number' && typeof file === 'string' && file !== ''
        ? { label: `internal:${name}`, url: `http://127.0.0.1:${port}`, key: { settingsFile: realPath(file) } }
        : undefined;
    return [{ role: textOf(role), server }];
  });
}

function toExternal(block: Block): ServerRef | undefined {
  const url = textOf(block['url']).trim().replace(/\/+$/, '');
  const value = textOf(block['api_key']);
  return url === '' || value === '' ? undefined : { label: url, url, key: { value } };
}

function findErrors(found: {
  readonly primaries: number;
  readonly hasExternal: boolean;
  readonly external: Block;
  readonly externals: readonly Block[];
  readonly subordinates: readonly Instance[];
}): readonly string[] {
  const { primaries, hasExternal, external, externals } = found;
  const missing = (block: Block): string => [url(block), key(block)].filter((name) => name !== '').join(' and no ');
  const primary = hasExternal ? missing(external) : '';
  const hasSubordinate = externals.length > 0 || found.subordinates.some(({ role }) => role === 'subordinate');
  return [
    ...(primaries > 1 ? ['Several Seerr instances are the primary. Leave one of them.'] : []),
    ...(hasExternal && primaries > 0
      ? ['There is a primary among the instances and an external one. Switch one of them off.']
      : []),
    ...(!hasExternal && primaries === 0 ? ['There is no primary. Choose a Seerr instance or an external server.'] : []),
    ...(primary === '' ? [] : [`The external primary has no ${primary}.`]),
    ...(hasSubordinate ? [] : ['There is no subordinate. Choose a Seerr instance or add an external server.']),
    ...externals.flatMap((entry, index) => {
      const what = missing(entry);
      return what === '' ? [] : [`External subordinate ${index + 1} has no ${what}.`];
    }),
    ...[...(hasExternal ? [external] : []), ...externals].flatMap((entry) => {
      const address = textOf(entry['url']).trim();
      return address === '' || isAddress(address) ? [] : [`${withoutUser(address)} is not an http or https address.`];
    }),
  ];
}

const url = (block: Block): string => (textOf(block['url']).trim() === '' ? 'address' : '');
const key = (block: Block): string => (textOf(block['api_key']) === '' ? 'API key' : '');

/** Whether a Seerr can be asked at this address: http or https, and no name and password in it. */
export function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hostname } = new URL(text);
  return (protocol === 'http:' || protocol === 'https:') && hostname !== '' && username === '' && password === '';
}

function withoutUser(address: string): string {
  return address.replace(/\/\/[^/@]*@/, '//');
}

function blockOf(value: unknown): Block {
  return asObject(value) ?? {};
}

/** Forms send numbers as text. */
function numberOf(value: unknown, otherwise: number): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : otherwise;
}

import type { Json } from '@showrunner/contracts';
import type { Condition } from '../../vocabulary/condition.ts';
import type { FileOp } from '../../vocabulary/files.ts';
import { leavesMounting, mountsByItself, mountsByRclone, mountsNothing, opensToOthers, usesRclone } from './mount.ts';

type At = readonly string[];
const set = (at: At, value: Json, when?: Condition): FileOp => ({
  op: 'set',
  at,
  value,
  ...(when === undefined ? {} : { when }),
});
const initially = (at: At, value: Json): FileOp => ({ op: 'set-default', at, value });
const secretly = (op: FileOp): FileOp => ({ ...op, secret: true });

const ownKey: Condition = { truthy: '${self.env.ALTMOUNT_API_KEY}' };
const inPostgres: Condition = { is: '${self.postgres_enabled}', equal: true };
const namedDatabase: Condition = { truthy: '${self.postgres_database}' };
const account = '${url.svc.postgres.user}:${url.svc.postgres.password}@${svc.postgres.host}:${svc.postgres.port}';
const dsn = (database: string): string => `postgres://${account}/${database}?sslmode=disable`;
const logLevel = (level: string, ...names: readonly string[]): FileOp =>
  set(['log', 'level'], level, { is: '${self.log_level}', oneOf: names });

/** Each Arr hands over under the category of what it looks after; AltMount refuses a category that it has not. */
const categories: readonly (readonly [name: string, folder: string])[] = [
  ['Default', 'complete'],
  ['movies', 'movies'],
  ['tv', 'tv'],
  ['music', 'music'],
  ['adult', 'adult'],
];

/**
 * AltMount's `config.yaml`. It makes a whole file only where there is none, so ours is whole; and it writes its own
 * settings into it, so what is not ours is only given where it is missing.
 */
export const configOps: readonly FileOp[] = [
  // PORT beats this one, but addresses that AltMount hands out are made of it.
  set(['webdav', 'port'], '${port.web}'),
  initially(['webdav', 'user'], 'usenet'),
  // It listens on every address, so the well-known password of its sample is none. AltMount hands it to rclone as it is,
  // and rclone takes what could be its own obscured form for that; with a full stop it cannot.
  secretly(initially(['webdav', 'password'], '${secret.webdav_password}.')),
  initially(['webdav', 'host'], ''),
  set(['api', 'prefix'], '/api'),
  secretly(set(['api', 'key_override'], '${self.env.ALTMOUNT_API_KEY}', ownKey)),
  secretly(set(['api', 'key_override'], '${secret.api_key}', { not: ownKey })),
  initially(['auth', 'login_required'], true),
  set(['database', 'type'], 'postgres', inPostgres),
  set(['database', 'type'], 'sqlite', { not: inPostgres }),
  set(['database', 'path'], '${path.config_dir}/altmount.db'),
  secretly(set(['database', 'dsn'], dsn('${url.self.postgres_database}'), { all: [inPostgres, namedDatabase] })),
  secretly(set(['database', 'dsn'], dsn('altmount'), { all: [inPostgres, { not: namedDatabase }] })),
  { op: 'remove', at: ['database', 'dsn'], when: { not: inPostgres } },
  initially(['metadata', 'root_path'], '${path.metadata_dir}'),
  initially(['metadata', 'delete_source_nzb_on_removal'], false),
  initially(['metadata', 'delete_completed_nzb'], false),
  set(['mount_path'], '${path.mount_path}'),
  set(['mount_type'], 'fuse', mountsByItself),
  set(['mount_type'], 'rclone', mountsByRclone),
  set(['mount_type'], 'rclone_external', leavesMounting),
  set(['mount_type'], 'none', mountsNothing),
  set(['rclone', 'path'], '${path.config_dir}/rclone'),
  set(['rclone', 'mount_enabled'], true, mountsByRclone),
  set(['rclone', 'mount_enabled'], false, { not: mountsByRclone }),
  set(['rclone', 'rc_enabled'], true, usesRclone),
  set(['rclone', 'rc_enabled'], false, { not: usesRclone }),
  set(['rclone', 'rc_port'], '${port.rc}', usesRclone),
  ...credential('rc_user'),
  ...credential('rc_pass').map(secretly),
  set(['rclone', 'uid'], '${system.puid}'),
  set(['rclone', 'gid'], '${system.pgid}'),
  ...['rclone', 'fuse'].flatMap((block) => [
    set([block, 'allow_other'], true, opensToOthers),
    set([block, 'allow_other'], false, { not: opensToOthers }),
  ]),
  set(['sabnzbd', 'enabled'], true),
  { op: 'set-if-blank', at: ['sabnzbd', 'complete_dir'], value: '/' },
  // Its own guess is the name of its container.
  set(['sabnzbd', 'download_client_base_url'], 'http://127.0.0.1:${port.web}/sabnzbd'),
  ...categories.map(([name, dir], order): FileOp => ({
    op: 'add',
    at: ['sabnzbd', 'categories'],
    by: 'name',
    value: { name, order, priority: 0, dir },
  })),
  set(['arrs', 'enabled'], true),
  set(['arrs', 'webhook_base_url'], 'http://127.0.0.1:${port.web}'),
  ...['radarr', 'sonarr', 'lidarr', 'whisparr'].map((app) => initially(['arrs', `${app}_instances`], [])),
  initially(['arrs', 'queue_cleanup_enabled'], true),
  initially(['arrs', 'queue_cleanup_interval_seconds'], 300),
  set(['log', 'file'], '${path.log_file}'),
  logLevel('debug', 'DEBUG'),
  logLevel('info', 'INFO'),
  logLevel('warn', 'WARNING'),
  logLevel('error', 'ERROR', 'CRITICAL'),
  initially(['log', 'max_size'], 100),
  initially(['log', 'max_age'], 30),
  initially(['log', 'max_backups'], 10),
  initially(['log', 'compress'], true),
  initially(['providers'], []),
];

/** `admin` where the entry names nobody. */
function credential(key: 'rc_user' | 'rc_pass'): readonly FileOp[] {
  const own = `\${self.rclone_${key}}`;
  const given: Condition = { truthy: own };
  return [set(['rclone', key], own, given), set(['rclone', key], 'admin', { not: given })];
}

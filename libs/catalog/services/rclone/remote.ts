import type { Condition } from '../../vocabulary/condition.ts';
import type { FileOp } from '../../vocabulary/files.ts';
import type { Json } from '@showrunner/contracts';

/** Another program of the stack feeds the mount. */
export const fromZurg: Condition = { truthy: '${self.zurg_enabled}' };
export const fromDecypharr: Condition = { truthy: '${self.decypharr_enabled}' };
export const fromInfinidysk: Condition = {
  any: [
    { is: '${self.key_type}', equal: 'infinidysk' },
    { is: '${self.core_service}', equal: 'infinidysk' },
  ],
};
/** Whom its WebDAV knows, where a person has said so. */
const infinidyskUser: Condition = { truthy: '${svc.infinidysk.env.WEBDAV_USER}' };
/** The provider's own WebDAV is mounted. */
const direct: Condition = { not: { any: [fromZurg, fromDecypharr, fromInfinidysk] } };
const keyType = (...names: readonly string[]): Condition => ({ is: '${self.key_type}', oneOf: names });
const directly = (...names: readonly string[]): Condition => ({ all: [direct, keyType(...names)] });

/** Zurg wants a login where both halves of one are set. */
export const zurgLogin: Condition = {
  all: [fromZurg, { truthy: '${link.zurg.user}' }, { truthy: '${link.zurg.password}' }],
};

export const realDebrid = directly('RealDebrid', 'realdebrid');
export const allDebrid = directly('AllDebrid', 'alldebrid');
export const premiumize = directly('Premiumize', 'premiumize');
export const torBox = directly('TorBox', 'torbox');
export const torBoxFtp = directly('TorBox-FTP', 'torbox-ftp');

/** What can be mounted without another program of the stack. */
export const knownDirect: Condition = { any: [realDebrid, allDebrid, premiumize, torBox, torBoxFtp] };
/** No remote would be written for it, and rclone would not find one. */
export const unknownRemote: Condition = { all: [direct, { not: knownDirect }] };

const section = '${self.mount_name}';
const set = (key: string, value: Json, when: Condition): FileOp => ({ op: 'set', at: [section, key], value, when });

const decypharrBase = 'http://127.0.0.1:${svc.decypharr.port}/webdav';
const decypharrPaths: readonly (readonly [string, readonly string[]])[] = [
  ['/realdebrid', ['RealDebrid', 'realdebrid']],
  ['/alldebrid', ['AllDebrid', 'alldebrid']],
  ['/debridlink', ['Debrid Link', 'debrid link', 'debridlink']],
  ['/torbox', ['TorBox', 'torbox']],
  ['/usenet', ['usenet']],
];
const decypharrKeyTypes = decypharrPaths.flatMap(([, names]) => names);

/** Login names that belong to no remote any more are taken out; `pass` is the hook's. */
const withoutUser: Condition = {
  not: { any: [zurgLogin, fromInfinidysk, realDebrid, allDebrid, premiumize, torBox, torBoxFtp] },
};

/** One section of rclone's file for each instance, named after its mount. Other sections are not touched. */
export const remoteOps: readonly FileOp[] = [
  set('type', 'webdav', { not: torBoxFtp }),
  set('type', 'ftp', torBoxFtp),
  set('url', 'http://127.0.0.1:${link.zurg.port}/dav/', fromZurg),
  set('url', decypharrBase, { all: [fromDecypharr, { not: keyType(...decypharrKeyTypes) }] }),
  ...decypharrPaths.map(([path, names]) =>
    set('url', decypharrBase + path, { all: [fromDecypharr, keyType(...names)] }),
  ),
  set('url', 'http://127.0.0.1:${svc.infinidysk.backend_port}/', fromInfinidysk),
  set('url', 'https://dav.real-debrid.com/', realDebrid),
  set('url', 'https://webdav.debrid.it/', allDebrid),
  set('url', 'davs://webdav.premiumize.me', premiumize),
  set('url', 'https://webdav.torbox.app', torBox),
  set('host', 'ftp.torbox.app', torBoxFtp),
  set('vendor', 'rclone', torBox),
  set('vendor', 'other', { not: { any: [torBox, torBoxFtp] } }),
  set('pacer_min_sleep', '0', { any: [fromZurg, fromDecypharr, fromInfinidysk] }),
  set('pacer_min_sleep', '15s', torBox),
  set('user', '${link.zurg.user}', zurgLogin),
  set('user', '${svc.infinidysk.env.WEBDAV_USER}', { all: [fromInfinidysk, infinidyskUser] }),
  set('user', 'admin', { all: [fromInfinidysk, { not: infinidyskUser }] }),
  set('user', '${self.username}', { any: [realDebrid, torBox, torBoxFtp] }),
  set('user', '${self.api_key}', allDebrid),
  set('user', '${self.customer_id}', premiumize),
  { op: 'remove', at: [section, 'user'], when: withoutUser },
];

import type { Condition } from '../../vocabulary/condition.ts';
import type { ConnectionSpec } from '../../vocabulary/connections.ts';

const own = { url: 'http://127.0.0.1:${port.backend}', api_key: '${secret.api_key}' };

/** Lower-case letters, digits and dashes: how downloads of one Arr are filed. */
const category = '${peer.key}-${peer.slug}';

/** Two download services that feed one Arr share a library; who was NzbDAV keeps the links that lead there. */
const libraryBase: readonly { readonly when?: Condition; readonly value: string }[] = [
  { when: { tagged: 'decypharr', of: 'peer' }, value: '/mnt/debrid/combined_symlinks' },
  { when: { is: '${self.config_dir}', equal: '/nzbdav' }, value: '/mnt/debrid/nzbdav-symlinks' },
  { value: '/mnt/debrid/infinidysk-symlinks' },
];

export const connections: readonly ConnectionSpec[] = [
  {
    id: 'arr',
    to: { capability: 'arr' },
    instance: 'tagged',
    title: 'Tell ${self.process_name} about ${peer.name}',
    reason: 'It looks after the queue of ${peer.name}, and files its downloads under a category',
    undo: 'Take ${peer.name} out of ${self.process_name}',
    keptBy: 'self',
    hook: 'infinidysk-arr',
    values: {
      ...own,
      application: '${peer.offer.application}',
      arr_url: '${peer.offer.url}',
      arr_key: '${peer.offer.api_key}',
      category,
    },
  },
  {
    id: 'download-client',
    to: { capability: 'arr' },
    instance: 'tagged',
    title: 'Make ${self.process_name} a download client of ${peer.name}',
    reason: '${peer.name} has its Usenet downloads streamed by it',
    undo: 'Remove ${self.process_name} from the download clients of ${peer.name}',
    keptBy: 'peer',
    hook: 'arr-download-client',
    values: {
      arr_url: '${peer.offer.url}',
      arr_key: '${peer.offer.api_key}',
      arr_api: '${peer.offer.api}',
      arr_media: '${peer.offer.media}',
      client: '${self.process_name}',
      former: [{ when: { is: '${self.process_name}', equal: 'NzbDAV' }, value: 'InfiniDysk' }, { value: 'NzbDAV' }],
      kind: 'usenet',
      host: '127.0.0.1',
      port: '${port.backend}',
      api_key: '${secret.api_key}',
      category,
      root_folder: libraryBase.map(({ value, ...rest }) => ({ ...rest, value: `${value}/${category}` })),
      permissions: 'true',
    },
  },
  {
    id: 'remote-control',
    to: { service: 'rclone' },
    instance: 'tagged',
    title: 'Give ${self.process_name} the remote control of ${peer.name}',
    reason: 'New content shows in the mount at once',
    undo: 'Take the remote control of ${peer.name} from ${self.process_name}',
    keptBy: 'self',
    hook: 'infinidysk-remote-control',
    values: { ...own, rclone_url: 'http://127.0.0.1:${peer.port.rc}' },
  },
];

import type { Condition } from '../../vocabulary/condition.ts';
import type { ConnectionSpec } from '../../vocabulary/connections.ts';

/** An Arr that several services feed keeps one library for all of them. */
const shared: Condition = {
  any: [
    { tagged: 'infinidysk', of: 'peer' },
    { tagged: 'altmount', of: 'peer' },
  ],
};

/** An Arr that is to be fed by Decypharr gets it as qBittorrent, with a root folder of its own. */
export const arrConnection: ConnectionSpec = {
  id: 'download-client',
  to: { capability: 'arr' },
  instance: 'tagged',
  title: 'Make ${self.process_name} the download client of ${peer.name}',
  reason: '${peer.name} downloads through it',
  undo: 'Remove ${self.process_name} from the download clients of ${peer.name}',
  keptBy: 'peer',
  hook: 'arr-download-client',
  values: {
    arr_url: '${peer.offer.url}',
    arr_key: '${peer.offer.api_key}',
    arr_api: '${peer.offer.api}',
    arr_media: '${peer.offer.media}',
    client: 'decypharr',
    kind: 'torrent',
    host: '127.0.0.1',
    port: '${port.web}',
    // By these it finds the way back to the Arr.
    username: '${peer.offer.url}',
    password: '${peer.offer.api_key}',
    category: '${peer.key}:${peer.instance}',
    root_folder: [
      { when: shared, value: '/mnt/debrid/combined_symlinks/${peer.key}-${peer.slug}' },
      { value: '/mnt/debrid/decypharr_symlinks/${peer.key}-${peer.slug}' },
    ],
    permissions: 'true',
  },
};

import type { ConnectionSpec, ConnectionValue } from '../../vocabulary/connections.ts';

const media = (name: string) => ({ is: '${peer.offer.media}', equal: name }) as const;

/** One of those that are in its file, so that both sides know it. */
const category: ConnectionValue = [
  { when: media('films'), value: 'movies' },
  { when: media('music'), value: 'music' },
  { when: media('adult'), value: 'adult' },
  { value: 'tv' },
];

export const connections: readonly ConnectionSpec[] = [
  {
    id: 'arr',
    to: { capability: 'arr' },
    instance: 'tagged',
    title: 'Tell ${self.process_name} about ${peer.name}',
    reason: 'It has ${peer.name} look again for what has become unreadable',
    undo: 'Take ${peer.name} out of ${self.process_name}',
    keptBy: 'self',
    hook: 'altmount-arr',
    values: {
      config_file: '${path.config_file}',
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
    reason: '${peer.name} has its Usenet downloads mounted by it',
    undo: 'Remove ${self.process_name} from the download clients of ${peer.name}',
    keptBy: 'peer',
    hook: 'arr-download-client',
    values: {
      arr_url: '${peer.offer.url}',
      arr_key: '${peer.offer.api_key}',
      arr_api: '${peer.offer.api}',
      arr_media: '${peer.offer.media}',
      client: 'altmount',
      kind: 'usenet',
      host: '127.0.0.1',
      port: '${port.web}',
      url_base: 'sabnzbd',
      api_key: [
        { when: { truthy: '${self.env.ALTMOUNT_API_KEY}' }, value: '${self.env.ALTMOUNT_API_KEY}' },
        { value: '${secret.api_key}' },
      ],
      category,
    },
  },
];

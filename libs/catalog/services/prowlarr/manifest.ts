import { arr } from '../../families/arr/arr.ts';
import { afterIfEnabled } from '../../families/order.ts';
import type { Condition } from '../../vocabulary/condition.ts';
import { defineService } from '../../vocabulary/manifest.ts';

const common = arr({
  key: 'prowlarr',
  displayName: 'Prowlarr',
  port: 9696,
  api: '/api/v1',
  source: {
    feed: 'https://prowlarr.servarr.com/v1/update',
    branch: 'master',
    asset: { amd64: 'linux-core-x64', arm64: 'linux-core-arm64' },
  },
});

/** How Prowlarr itself is reached. */
const own = { url: 'http://127.0.0.1:${port.web}', key: '${secret.api_key}' };

function fedBy(core: string): Condition {
  return { tagged: core, of: 'peer' };
}

export const prowlarr = defineService({
  ...common,
  description: 'One list of indexers for all Arrs.',
  links: {
    project: 'https://github.com/Prowlarr/Prowlarr',
    docs: 'https://prowlarr.com',
    sponsor: 'https://github.com/sponsors/Prowlarr',
  },
  onboarding: {
    name: 'Prowlarr',
    description: 'Set up indexers once; Sonarr, Radarr and the others get them.',
    order: 12,
  },
  connections: [
    {
      id: 'application',
      to: { capability: 'arr' },
      instance: 'all',
      title: 'Add ${peer.name} to ${self.process_name}',
      reason: '${self.process_name} hands its indexers to it',
      undo: 'Remove ${peer.name} from ${self.process_name}',
      keptBy: 'self',
      hook: 'arr-application',
      values: {
        ...own,
        name: '${peer.offer.application} (${peer.instance})',
        application: '${peer.offer.application}',
        arr_url: '${peer.offer.url}',
        arr_key: '${peer.offer.api_key}',
        arr_api: '${peer.offer.api}',
        tags: [
          { when: { all: [fedBy('decypharr'), fedBy('infinidysk')] }, value: 'decypharr,infinidysk' },
          { when: fedBy('decypharr'), value: 'decypharr' },
          { when: fedBy('infinidysk'), value: 'infinidysk' },
        ],
      },
    },
    {
      id: 'indexer',
      to: { capability: 'torznab' },
      instance: 'all',
      // What these find is fetched by Decypharr, so that nobody else has a use for it.
      when: { enabled: 'decypharr' },
      title: 'Add ${peer.name} to ${self.process_name} as an indexer',
      reason: '${self.process_name} lets the Arrs that Decypharr feeds search in it',
      undo: 'Remove the indexer ${peer.name} from ${self.process_name}',
      keptBy: 'self',
      hook: 'torznab-indexer',
      values: { ...own, name: '${peer.display}', torznab_url: '${peer.offer.url}', tag: 'decypharr' },
    },
  ],
  requires: [
    ...afterIfEnabled(['sonarr', 'radarr', 'lidarr', 'whisparr'], 'hands its indexers to it'),
    ...common.requires,
  ],
});

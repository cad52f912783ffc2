import { arr } from '../../families/arr/arr.ts';
import { afterIfEnabled } from '../../families/order.ts';
import { defineService } from '../../vocabulary/manifest.ts';

const common = arr({ key: 'prowlarr', displayName: 'Prowlarr', port: 9696, api: '/api/v1' });

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
  requires: [
    ...afterIfEnabled(['sonarr', 'radarr', 'lidarr', 'whisparr'], 'hands its indexers to it'),
    ...common.requires,
  ],
});

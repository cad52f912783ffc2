import { arr } from '../../families/arr/arr.ts';
import { defineService } from '../../vocabulary/manifest.ts';

export const radarr = defineService({
  ...arr({
    key: 'radarr',
    displayName: 'Radarr',
    port: 7878,
    media: 'films',
    api: '/api/v3',
    source: {
      feed: 'https://radarr.servarr.com/v1/update',
      branch: 'master',
      asset: { amd64: 'linux-core-x64', arm64: 'linux-core-arm64' },
    },
    switches: { core_service: '', use_neutarr: false, use_profilarr: false },
  }),
  description: 'Looks after films: finds releases, has them fetched, sorts and renames them.',
  links: {
    project: 'https://github.com/Radarr/Radarr',
    docs: 'https://radarr.video',
    sponsor: 'https://github.com/sponsors/Radarr',
  },
  onboarding: { name: 'Radarr', description: 'Films.', order: 9 },
});

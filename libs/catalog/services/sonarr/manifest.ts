import { arr } from '../../families/arr/arr.ts';
import { defineService } from '../../vocabulary/manifest.ts';

export const sonarr = defineService({
  ...arr({
    key: 'sonarr',
    displayName: 'Sonarr',
    port: 8989,
    media: 'shows',
    api: '/api/v3',
    source: {
      feed: 'https://services.sonarr.tv/v1/update',
      branch: 'main',
      asset: { amd64: 'linux-x64', arm64: 'linux-arm64' },
    },
    switches: { core_service: '', use_neutarr: false, use_profilarr: false },
  }),
  description: 'Looks after shows: finds new episodes, has them fetched, sorts and renames them.',
  links: {
    project: 'https://github.com/Sonarr/Sonarr',
    docs: 'https://sonarr.tv/',
    sponsor: 'https://opencollective.com/sonarr',
  },
  onboarding: { name: 'Sonarr', description: 'Shows and series.', order: 10 },
});

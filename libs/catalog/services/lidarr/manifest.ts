import { arr } from '../../families/arr/arr.ts';
import { defineService } from '../../vocabulary/manifest.ts';

export const lidarr = defineService({
  ...arr({
    key: 'lidarr',
    displayName: 'Lidarr',
    port: 8686,
    media: 'music',
    api: '/api/v1',
    source: {
      feed: 'https://lidarr.servarr.com/v1/update',
      branch: 'master',
      asset: { amd64: 'linux-core-x64', arm64: 'linux-core-arm64' },
    },
    switches: { core_service: '', use_neutarr: false },
  }),
  description: 'Looks after music: finds albums, has them fetched, tags and sorts them.',
  links: {
    project: 'https://github.com/Lidarr/Lidarr',
    docs: 'https://lidarr.audio',
    sponsor: 'https://github.com/sponsors/Lidarr',
  },
  onboarding: { name: 'Lidarr', description: 'Music.', order: 11 },
});

import { arr } from '../../families/arr/arr.ts';
import { defineService } from '../../vocabulary/manifest.ts';

export const whisparr = defineService({
  ...arr({
    key: 'whisparr',
    displayName: 'Whisparr',
    port: 6969,
    media: 'adult',
    api: '/api/v3',
    source: { feed: 'https://whisparr.servarr.com/v1/update', branch: 'nightly' },
    switches: { core_service: '', use_neutarr: false },
  }),
  description: 'Looks after films for adults, in the manner of Sonarr.',
  links: {
    project: 'https://github.com/Whisparr/Whisparr',
    docs: 'https://whisparr.com',
    sponsor: 'https://opencollective.com/whisparr',
  },
  onboarding: { name: 'Whisparr', description: 'Films for adults.', order: 13 },
});

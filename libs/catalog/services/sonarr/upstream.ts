import { arrUpstream } from '../../families/arr/upstream.ts';

export default arrUpstream({
  key: 'sonarr',
  name: 'Sonarr',
  host: 'services.sonarr.tv',
  branch: 'main',
  versions: [
    ['4.0.15.2941', '2025-06-20'],
    ['4.0.14.2939', '2025-03-15'],
  ],
  asset: 'linux',
});

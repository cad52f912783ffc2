import { arrUpstream } from '../../families/arr/upstream.ts';

export default arrUpstream({
  key: 'radarr',
  name: 'Radarr',
  host: 'radarr.servarr.com',
  branch: 'master',
  versions: [
    ['5.27.5.10198', '2025-09-01'],
    ['5.26.2.10099', '2025-06-30'],
  ],
  asset: 'linux-core',
});

import { arrUpstream } from '../../families/arr/upstream.ts';

export default arrUpstream({
  key: 'lidarr',
  name: 'Lidarr',
  host: 'lidarr.servarr.com',
  branch: 'master',
  versions: [['2.12.4.4658', '2025-07-01']],
  asset: 'linux-core',
});

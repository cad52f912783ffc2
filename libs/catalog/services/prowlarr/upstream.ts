import { arrUpstream } from '../../families/arr/upstream.ts';

export default arrUpstream({
  key: 'prowlarr',
  name: 'Prowlarr',
  host: 'prowlarr.servarr.com',
  branch: 'master',
  versions: [
    ['1.37.0.5076', '2025-06-15'],
    ['1.36.3.5071', '2025-05-25'],
  ],
  asset: 'linux-core',
});

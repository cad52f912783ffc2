import { arrUpstream } from '../../families/arr/upstream.ts';

export default arrUpstream({
  key: 'whisparr',
  name: 'Whisparr',
  host: 'whisparr.servarr.com',
  branch: 'nightly',
  versions: [['2.0.0.1105', '2025-07-01']],
});

import { arrDownloadClient } from '../../families/arr/arr-download-client.ts';
import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { guardDatabase } from './guard-database.ts';
import { infinidyskArr } from './infinidysk-arr.ts';
import { infinidyskRemoteControl } from './infinidysk-remote-control.ts';
import { infinidysk } from './manifest.ts';

export default {
  manifest: infinidysk,
  hooks: { 'guard-database': guardDatabase },
  connections: {
    'arr-download-client': arrDownloadClient,
    'infinidysk-arr': infinidyskArr,
    'infinidysk-remote-control': infinidyskRemoteControl,
  },
} satisfies ServicePackage;

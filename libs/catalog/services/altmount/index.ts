import { arrDownloadClient } from '../../families/arr/arr-download-client.ts';
import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { altmountArr } from './altmount-arr.ts';
import { altmount } from './manifest.ts';

export default {
  manifest: altmount,
  connections: { 'altmount-arr': altmountArr, 'arr-download-client': arrDownloadClient },
} satisfies ServicePackage;

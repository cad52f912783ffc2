import { arrDownloadClient } from '../../families/arr/arr-download-client.ts';
import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { decypharr } from './manifest.ts';
import { writeProviders } from './write-providers.ts';

export default {
  manifest: decypharr,
  hooks: { 'write-providers': writeProviders },
  connections: { 'arr-download-client': arrDownloadClient },
} satisfies ServicePackage;

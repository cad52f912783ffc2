import { copyEnv } from '../../families/copy-env.ts';
import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { zilean } from './manifest.ts';

export default {
  manifest: zilean,
  hooks: { 'copy-env': copyEnv },
} satisfies ServicePackage;

import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { bazarr } from './manifest.ts';
import { releaseSessions } from './release-sessions.ts';

export default {
  manifest: bazarr,
  hooks: { 'release-sessions': releaseSessions },
} satisfies ServicePackage;

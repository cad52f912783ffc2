import { librarySource } from './library-source.ts';
import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { bazarr } from './manifest.ts';
import { releaseSessions } from './release-sessions.ts';

export default {
  manifest: bazarr,
  hooks: { 'release-sessions': releaseSessions },
  connections: { 'library-source': librarySource },
} satisfies ServicePackage;

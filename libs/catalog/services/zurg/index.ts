import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { zurg } from './manifest.ts';
import { useOverrides } from './use-overrides.ts';

export default { manifest: zurg, hooks: { 'use-overrides': useOverrides } } satisfies ServicePackage;

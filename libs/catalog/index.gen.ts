import type { ServicePackage } from './vocabulary/manifest.ts';

export const services: readonly ServicePackage[] = [];

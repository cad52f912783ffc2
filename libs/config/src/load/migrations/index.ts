import { bazarrConfigFile } from './1-bazarr-config-file.ts';
import { mediastormName } from './2-mediastorm-name.ts';
import { infinidyskRepository } from './3-infinidysk-repository.ts';
import { decypharrMountType } from './4-decypharr-mount-type.ts';
import { huntarrToNeutarr } from './5-huntarr-to-neutarr.ts';
import { staleFields } from './6-stale-fields.ts';
import type { Migration } from './migration.ts';

/** All migrations, oldest first. A new one goes to the end and raises `configVersion`. */
export const migrations: readonly Migration[] = [
  bazarrConfigFile,
  mediastormName,
  infinidyskRepository,
  decypharrMountType,
  huntarrToNeutarr,
  staleFields,
];

import { checkArrManifest } from '../../stand-in-kit/arr/manifest-checks.ts';
import { arrPrograms } from '../../stand-in-kit/arr/programs.ts';
import { sonarr } from './manifest.ts';

checkArrManifest(sonarr, arrPrograms.sonarr, new URL('fixtures/', import.meta.url));

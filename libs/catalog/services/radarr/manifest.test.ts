import { checkArrManifest } from '../../stand-in-kit/arr/manifest-checks.ts';
import { arrPrograms } from '../../stand-in-kit/arr/programs.ts';
import { radarr } from './manifest.ts';

checkArrManifest(radarr, arrPrograms.radarr, new URL('fixtures/', import.meta.url));

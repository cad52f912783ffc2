import { checkArrManifest } from '../../stand-in-kit/arr/manifest-checks.ts';
import { arrPrograms } from '../../stand-in-kit/arr/programs.ts';
import { prowlarr } from './manifest.ts';

checkArrManifest(prowlarr, arrPrograms.prowlarr, new URL('fixtures/', import.meta.url));

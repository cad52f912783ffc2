import { checkArrManifest } from '../../stand-in-kit/arr/manifest-checks.ts';
import { arrPrograms } from '../../stand-in-kit/arr/programs.ts';
import { lidarr } from './manifest.ts';

checkArrManifest(lidarr, arrPrograms.lidarr, new URL('fixtures/', import.meta.url));

import { checkArrManifest } from '../../stand-in-kit/arr/manifest-checks.ts';
import { arrPrograms } from '../../stand-in-kit/arr/programs.ts';
import { whisparr } from './manifest.ts';

checkArrManifest(whisparr, arrPrograms.whisparr, new URL('fixtures/', import.meta.url));

import { arrPrograms } from '../../stand-in-kit/arr/programs.ts';
import { serveArr } from '../../stand-in-kit/arr/serve.ts';

await serveArr(arrPrograms.sonarr);

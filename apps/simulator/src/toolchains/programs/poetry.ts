/* Stand-in for Poetry, for builds of simulated programs. */
import { runPoetry } from './run-poetry.ts';

runPoetry(process.argv.slice(2));

/*
 * Stand-in for CPython 3.11 and pip, for builds of simulated programs: virtual environments, installation from a package
 * index, and running scripts that have a stand-in beside them.
 */
import { basename } from 'node:path';
import { refuse } from './arguments.ts';
import { compileAll } from './compile-all.ts';
import { environmentOf } from './environment.ts';
import { runPip } from './pip.ts';
import { runPoetry } from './run-poetry.ts';
import { runScript } from './run-script.ts';
import { createEnvironment } from './venv.ts';

const program = process.argv[1] ?? 'python3';
const name = basename(program);
const args = process.argv.slice(2);

if (name.startsWith('pip')) await runPip(environmentOf(program), args);
else await runPython(args);

async function runPython([first, ...rest]: readonly string[]): Promise<void> {
  switch (first) {
    case undefined:
      return refuse('This simulated Python has no interactive mode.');
    case '--version':
    case '-V':
      process.stdout.write('Python 3.11.9\n');
      return;
    case '-I':
    case '-s':
    case '-u':
      return runPython(rest);
    case '-m':
      return runModule(rest);
    default:
      if (first.startsWith('-'))
        return refuse(`unknown option ${first}\nusage: ${name} [option] ... [-m mod | file] [arg] ...`);
      return runScript(name, first, rest);
  }
}

async function runModule([module, ...rest]: readonly string[]): Promise<void> {
  switch (module) {
    case 'venv':
      return createEnvironment(program, rest);
    case 'pip':
      return runPip(environmentOf(program), rest);
    case 'compileall':
      return compileAll(rest);
    case 'poetry':
      return runPoetry(rest);
    default:
      return refuse(`${name}: No module named ${module ?? ''}`, 1);
  }
}

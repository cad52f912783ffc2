/*
 * Stand-in for the .NET SDK, for builds of simulated programs: `restore`, and `publish`, which puts the stand-in that lies
 * in a project where the published program would be.
 */
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { asProgram } from '../../archives/as-program.ts';
import { readArguments, refuse } from './arguments.ts';

const sdk = '10.0.100';
const newestTarget = 10;
const [command, ...rest] = process.argv.slice(2);

switch (command) {
  case '--version':
    process.stdout.write(`${sdk}\n`);
    break;
  case '--list-sdks':
    process.stdout.write(`${sdk} [simulated]\n`);
    break;
  case '--info':
    process.stdout.write(`.NET SDK:\n Version: ${sdk} (simulated stand-in)\n`);
    break;
  case 'restore':
    restore(rest);
    break;
  case 'publish':
    publish(rest);
    break;
  default:
    refuse(`Could not execute because the specified command or file was not found: ${command ?? ''}`, 1);
}

function restore(args: readonly string[]): void {
  const { rest: projects } = readArguments('dotnet restore', withoutProperties(args), {
    '--nologo': 'alone',
    '--locked-mode': 'alone',
    '-v': 'value',
    '--verbosity': 'value',
  });
  for (const path of projects.length === 0 ? ['.'] : projects) readProject(path);
  process.stdout.write('  All projects are up-to-date for restore.\n');
}

function publish(args: readonly string[]): void {
  const { options, rest: projects } = readArguments('dotnet publish', withoutProperties(args), {
    '-c': 'value',
    '--configuration': 'value',
    '-o': 'value',
    '--output': 'value',
    '-r': 'value',
    '--no-restore': 'alone',
    '--no-self-contained': 'alone',
    '--nologo': 'alone',
    '-v': 'value',
    '--verbosity': 'value',
  });
  const [path] = projects;
  if (path === undefined || projects.length > 1)
    refuse('MSBUILD : error MSB1008: Only one project can be specified.', 1);
  const configuration = options.get('-c') ?? options.get('--configuration') ?? 'Debug';
  if (configuration !== 'Release' && configuration !== 'Debug')
    refuse(`error: unknown configuration ${configuration}`, 1);
  const project = readProject(path);
  const output = resolve(
    options.get('-o') ?? options.get('--output') ?? join(project.folder, 'bin', configuration, 'publish'),
  );
  const standIn = join(project.folder, 'Program.stand-in.mjs');
  if (!existsSync(standIn))
    refuse(`${project.file} : error : this simulated SDK cannot compile it: it has no stand-in`, 1);

  mkdirSync(output, { recursive: true });
  const program = join(output, project.assembly);
  writeFileSync(program, asProgram(readFileSync(standIn, 'utf8')));
  chmodSync(program, 0o755);
  const version = project.target.replace('net', '');
  const runtime = {
    runtimeOptions: { tfm: project.target, framework: { name: 'Microsoft.NETCore.App', version: `${version}.0` } },
  };
  writeFileSync(join(output, `${project.assembly}.runtimeconfig.json`), `${JSON.stringify(runtime, null, 2)}\n`);
  if (existsSync(join(project.folder, 'wwwroot')))
    cpSync(join(project.folder, 'wwwroot'), join(output, 'wwwroot'), { recursive: true });
  process.stdout.write(`  ${project.assembly} -> ${output}/\n`);
}

/** Properties are MSBuild's own; they change nothing here. */
function withoutProperties(args: readonly string[]): readonly string[] {
  return args.filter((argument) => !/^[-/](p|property|nr|nodeReuse|m|maxcpucount):?/i.test(argument));
}

function readProject(path: string): { folder: string; file: string; assembly: string; target: string } {
  const isFile = path.endsWith('.csproj');
  if (!existsSync(path)) refuse(`MSBUILD : error MSB1009: Project file does not exist.\nSwitch: ${path}`, 1);
  const folder = isFile ? resolve(path, '..') : resolve(path);
  const name = isFile
    ? path.split('/').at(-1)
    : statSync(folder).isDirectory()
      ? readdirSync(folder).find((entry) => entry.endsWith('.csproj'))
      : undefined;
  if (name === undefined) refuse('MSBUILD : error MSB1003: Specify a project or solution file.', 1);
  const file = join(folder, name);
  const text = readFileSync(file, 'utf8');
  const target = /<TargetFramework>(net\d+\.\d+)<\/TargetFramework>/.exec(text)?.[1];
  if (target === undefined) refuse(`${file} : error NETSDK1013: The TargetFramework value was not recognized.`, 1);
  if (Number.parseInt(target.slice(3), 10) > newestTarget)
    refuse(`${file} : error NETSDK1045: The current .NET SDK does not support targeting ${target}.`, 1);
  return {
    folder,
    file,
    target,
    assembly: /<AssemblyName>([\w.-]+)<\/AssemblyName>/.exec(text)?.[1] ?? name.replace('.csproj', ''),
  };
}

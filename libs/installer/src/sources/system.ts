import { Problem } from '@showrunner/contracts';
import type { PlannedArtifact } from '@showrunner/planner';
import { joinInside, nameOf, parentOf } from '../containment.ts';
import type { SourceContext, SourceOf, SourcePerformer } from './performer.ts';

/**
 * A program that is on the machine already. The artifact is a directory of links to it, so that the rest of the stack
 * finds it where every other artifact is.
 */
export const system: SourcePerformer<'system'> = {
  resolve: async (source, artifact, context) => {
    const program = await find(source.program, source, context);
    const companions = await Promise.all(
      (source.companions ?? []).map((name) => findCompanion(name, program, source, context)),
    );
    return {
      kind: 'tree',
      version: 'system',
      foreign: true,
      title: `${source.program} of this machine (${program})`,
      stage: async (into) => {
        const directory = joinInside(into, programDirectory(artifact, source.program));
        await context.tools.files.makeDirectory(directory);
        for (const path of await programsToLink(program, companions, source, context)) {
          await context.tools.files.symlink(path, `${directory}/${nameOf(path)}`);
        }
      },
    };
  },
};

async function find(name: string, source: SourceOf<'system'>, context: SourceContext): Promise<string> {
  const found = await context.tools.machine.findProgram(name, source.directories);
  if (found !== undefined) return found;
  const places = ['the search path', ...(source.directories ?? [])].join(', ');
  throw new Problem('host.missing', `${name} is not installed on this machine (looked in ${places})`, {
    details: { program: name },
  });
}

async function findCompanion(
  name: string,
  program: string,
  source: SourceOf<'system'>,
  context: SourceContext,
): Promise<string> {
  const beside = `${parentOf(program)}/${name}`;
  return (await context.tools.files.facts(beside)) ? beside : await find(name, source, context);
}

/** Where the manifest expects the program: the directory of the `ready` file of that name. */
function programDirectory(artifact: PlannedArtifact, program: string): string {
  const ready = artifact.spec.ready.find((path) => nameOf(`/${path}`) === program);
  return ready?.includes('/') ? ready.slice(0, ready.lastIndexOf('/')) : '';
}

/** A directory that belongs to the program alone is linked whole: PostgreSQL brings psql, pg_isready and more. */
async function programsToLink(
  program: string,
  companions: readonly string[],
  source: SourceOf<'system'>,
  context: SourceContext,
): Promise<readonly string[]> {
  const directory = parentOf(program);
  const isOwn = (source.directories ?? []).some((pattern) => matches(pattern, directory));
  const siblings = isOwn ? (await context.tools.files.list(directory)).map((name) => `${directory}/${name}`) : [];
  const chosen = new Map([...siblings, program, ...companions].map((path) => [nameOf(path), path]));
  return [...chosen.values()];
}

function matches(pattern: string, directory: string): boolean {
  const wanted = pattern.split('/');
  const parts = directory.split('/');
  return wanted.length === parts.length && wanted.every((part, index) => part === '*' || part === parts[index]);
}

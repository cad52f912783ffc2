import { Problem } from '@showrunner/contracts';
import type { PlannedArtifact } from '@showrunner/planner';
import { choosePackage, readIndex, type AptPackage } from './apt-index.ts';
import type { SourceContext, SourceOf, SourcePerformer } from './performer.ts';
import { stageTogether } from './stage-together.ts';

/** Packages of a Debian repository, all unpacked into one artifact. */
export const aptRepository: SourcePerformer<'apt-repository'> = {
  resolve: async (source, artifact, context) => {
    const packages = choosePackages(source, artifact, await readIndex(source, artifact.arch, context));
    const [first] = packages;
    return {
      kind: 'tree',
      version: first.version,
      title: packages.map(({ name, version }) => `${name} ${version}`).join(', '),
      stage: (into) => stagePackages(source, packages, into, context),
    };
  },
};

function choosePackages(
  source: SourceOf<'apt-repository'>,
  artifact: PlannedArtifact,
  index: readonly AptPackage[],
): readonly [AptPackage, ...AptPackage[]] {
  const [main, ...others] = source.packages;
  const wish = artifact.version;
  if (wish.kind !== 'any' && wish.kind !== 'latest' && wish.kind !== 'tag') {
    throw new Problem(
      'source.not-found',
      `${artifact.processName} cannot be installed by ${wish.kind}, only by latest, tag`,
    );
  }
  const choose = (name: string, wanted: string | undefined): AptPackage => {
    const found = choosePackage(index, name, wanted);
    if (found !== undefined) return found;
    const there = index.filter((candidate) => candidate.name === name).map(({ version }) => version);
    const list = there.length === 0 ? 'It has no other.' : `There are: ${there.slice(0, 20).join(', ')}.`;
    throw new Problem('source.not-found', `The repository has no ${[name, wanted].join(' ').trimEnd()}. ${list}`, {
      details: { wanted: name, version: wanted ?? null },
    });
  };
  const first = choose(main?.name ?? '', wish.kind === 'tag' ? wish.tag : undefined);
  return [first, ...others.map(({ name, version }) => choose(name, version === 'same' ? first.version : undefined))];
}

async function stagePackages(
  source: SourceOf<'apt-repository'>,
  packages: readonly AptPackage[],
  into: string,
  context: SourceContext,
): Promise<void> {
  const { keep, strip } = source;
  const files: string[] = [];
  for (const { name, version, url, sha256 } of packages) {
    const request = { url, name: `${name} ${version}`, sha256, headers: { 'user-agent': 'showrunner' } };
    files.push((await context.fetch(request, context.options)).path);
  }
  await stageTogether(
    files.map((file) => ({ file, format: 'deb', strip, keep })),
    into,
    context,
  );
}

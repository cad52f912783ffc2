import { Problem } from '@showrunner/contracts';
import { joinInside } from '../containment.ts';
import type { SourcePerformer } from './performer.ts';

/** Binaries that came with Showrunner's own packages. */
export const npmPackage: SourcePerformer<'npm-package'> = {
  resolve: async (source, artifact, { tools, settings }) => {
    const name = source.package[artifact.arch];
    const installed = settings.npmPackageDirectory?.(name);
    const directory = installed === undefined ? undefined : joinInside(installed, source.directory);
    if (installed === undefined || directory === undefined || (await tools.files.facts(directory)) === undefined) {
      throw new Problem('host.missing', `The package ${name} is not installed; \`npm install ${name}\` brings it`, {
        details: { package: name },
      });
    }
    const manifest = (await tools.files.readText(`${installed}/package.json`)) ?? '{}';
    const version = /"version"\s*:\s*"([^"]+)"/.exec(manifest)?.[1] ?? 'unknown';
    return {
      kind: 'tree',
      version,
      title: `${name} ${version}`,
      stage: (into) => tools.files.copy(directory, into, { recursive: true }),
    };
  },
};

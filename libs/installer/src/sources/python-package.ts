import { createVenv, pipInstall } from '../build/venv.ts';
import type { SourcePerformer } from './performer.ts';

/** A Python package in a virtual environment of its own, at `venv` in the artifact. */
export const pythonPackage: SourcePerformer<'python-package'> = {
  resolve: async (source, artifact, context) => {
    const version = artifact.version.kind === 'tag' ? artifact.version.tag : source.version;
    return {
      kind: 'tree',
      version,
      title: `${source.package} ${version}`,
      stage: async (into) => {
        const build = { ...context, staging: into, artifact, version };
        await context.tools.files.makeDirectory(into);
        const venv = await createVenv(build, 'venv');
        await pipInstall(build, venv, [`${source.package}==${version}`]);
      },
    };
  },
};

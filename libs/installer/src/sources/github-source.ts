import { parseRepository } from '../github/release-server.ts';
import { published, selectVersion, versionName, type Selected } from '../github/select-release.ts';
import { withRetries } from '../retries.ts';
import type { SourceContext, SourcePerformer } from './performer.ts';
import { retryPolicy } from './retry-policy.ts';
import { unpack } from './unpack.ts';

/** The source tree of a release, branch or commit. Its one root folder is stripped. */
export const githubSource: SourcePerformer<'github-source'> = {
  resolve: async (source, artifact, context) => {
    const repository = artifact.repository ?? source.repository;
    const selected = await withRetries(retryPolicy(context), () =>
      selectVersion(context.server, repository, artifact.version, source.selectors, context.options.signal),
    );
    const version = versionName(selected);
    return {
      kind: 'tree',
      version,
      title: `${repository} ${version}`,
      ...(selected.kind === 'release' ? { release: published(repository, selected.release) } : {}),
      stage: async (into) => {
        const name = `${repository.replace('/', '-')}-${version}.zip`;
        const file = await context.fetch({ ...archiveAddress(selected, repository, context), name }, context.options);
        await unpack({ file: file.path, format: 'zip', into, strip: 1 }, context);
      },
    };
  },
};

function archiveAddress(selected: Selected, repository: string, context: SourceContext) {
  const { owner, repo } = parseRepository(repository);
  const { githubApi, githubWeb, githubToken } = context.settings;
  const headers = { 'user-agent': 'showrunner', ...(githubToken ? { authorization: `token ${githubToken}` } : {}) };
  if (selected.kind === 'release') {
    return { url: `${githubApi}/repos/${owner}/${repo}/zipball/${encodePath(selected.release.tag)}`, headers };
  }
  // The head was looked up a moment ago; by its hash we get exactly that, however the branch moves meanwhile.
  return { url: `${githubWeb}/${owner}/${repo}/archive/${selected.sha}.zip`, headers: { 'user-agent': 'showrunner' } };
}

/** Git refs may hold characters that mean something in an address. */
function encodePath(ref: string): string {
  return ref.split('/').map(encodeURIComponent).join('/');
}

import { Problem } from '@showrunner/contracts';
import type { Release, ReleaseAsset } from '../github/release-server.ts';
import { parseRepository } from '../github/release-server.ts';
import { published, selectVersion } from '../github/select-release.ts';
import { withRetries } from '../retries.ts';
import type { SourceContext, SourceOf, SourcePerformer } from './performer.ts';
import { retryPolicy } from './retry-policy.ts';
import { unpack } from './unpack.ts';

/** An asset of a release, by its exact name. Never some other asset. */
export const githubAsset: SourcePerformer<'github-asset'> = {
  resolve: async (source, artifact, context) => {
    const repository = artifact.repository ?? source.repository;
    const { signal } = context.options;
    const selected = await withRetries(retryPolicy(context), () =>
      selectVersion(context.server, repository, artifact.version, source.selectors, signal),
    );
    if (selected.kind !== 'release')
      throw new Problem('source.not-found', `${repository} publishes no builds of commits`);
    const { release } = selected;
    const asset = findAsset(release, expand(source.asset[artifact.arch], release.tag), repository);
    return {
      kind: 'tree',
      version: release.tag,
      title: `${repository} ${release.tag}`,
      release: published(repository, release),
      stage: async (into) => {
        const sha256 = await publishedDigest(source, release, asset, repository, context);
        const url = assetUrl(context, repository, asset);
        const request = {
          url,
          headers: headersFor(context),
          name: asset.name,
          ...(sha256 === undefined ? {} : { sha256 }),
        };
        const file = await context.fetch(request, context.options);
        if (source.archive === 'none')
          await context.tools.files.copy(file.path, `${into}/${binaryName(artifact.spec.ready, asset)}`);
        else {
          const { archive: format, strip = 0, keep } = source;
          await unpack({ file: file.path, format, into, strip, ...(keep && { keep }) }, context);
        }
      },
    };
  },
};

/** `${tag}` as it is, `${version}` without a leading v. */
export function expand(template: string, tag: string): string {
  return template.replaceAll('${tag}', tag).replaceAll('${version}', tag.replace(/^v/, ''));
}

function findAsset(release: Release, name: string, repository: string): ReleaseAsset {
  const asset = release.assets.find((candidate) => candidate.name === name);
  if (asset) return asset;
  const names = release.assets.map((candidate) => candidate.name);
  const there = names.length === 0 ? 'The release has no assets.' : `There are: ${names.join(', ')}.`;
  throw new Problem('source.not-found', `${repository} ${release.tag} has no asset ${name}. ${there}`, {
    details: { wanted: name, assets: names },
  });
}

async function publishedDigest(
  source: SourceOf<'github-asset'>,
  release: Release,
  asset: ReleaseAsset,
  repository: string,
  context: SourceContext,
): Promise<string | undefined> {
  if (source.verify === undefined) return asset.sha256;
  if (source.verify === 'github-digest') {
    if (asset.sha256 === undefined) context.options.onLine(`${asset.name}: the release publishes no digest`);
    return asset.sha256;
  }
  const list = findAsset(release, expand(source.verify.checksumFile, release.tag), repository);
  const url = assetUrl(context, repository, list);
  const file = await context.fetch({ url, headers: headersFor(context), name: list.name }, context.options);
  const digest = findChecksum((await context.tools.files.readText(file.path)) ?? '', asset.name);
  if (digest === undefined)
    throw new Problem('source.digest', `${list.name} of ${release.tag} does not name ${asset.name}`);
  return digest;
}

/** Reads the line of a file in a list as `sha256sum` writes it. */
export function findChecksum(text: string, name: string): string | undefined {
  for (const line of text.split('\n')) {
    const match = /^([0-9a-fA-F]{64})\s+\*?(.+?)\s*$/.exec(line);
    if (match?.[2]?.replace(/^\.\//, '') === name) return match[1]?.toLowerCase();
  }
  return undefined;
}

/** By its number, which also works for private repositories; the address in the answer is not trusted with a token. */
function assetUrl(context: SourceContext, repository: string, asset: ReleaseAsset): string {
  const { owner, repo } = parseRepository(repository);
  return `${context.settings.githubApi}/repos/${owner}/${repo}/releases/assets/${asset.id}`;
}

function headersFor(context: SourceContext): Record<string, string> {
  const { githubToken } = context.settings;
  const accept = { accept: 'application/octet-stream', 'user-agent': 'showrunner' };
  return githubToken ? { ...accept, authorization: `token ${githubToken}` } : accept;
}

function binaryName(ready: readonly string[], asset: ReleaseAsset): string {
  const [only] = ready;
  return ready.length === 1 && only !== undefined && !only.includes('/') ? only : asset.name;
}

import { Problem } from '@showrunner/contracts';
import type { PlannedArtifact, VersionWish } from '@showrunner/planner';
import { withRetries } from '../../retries.ts';
import type { SourceContext, SourceOf, SourcePerformer } from '../performer.ts';
import { retryPolicy } from '../retry-policy.ts';
import { applyLayer, pathsOfLayer } from './apply-layer.ts';
import { createImageRegistry, type ImageRegistry } from './image-registry.ts';
import { isDigest, type Layer } from './manifest.ts';
import { placeFiles } from './place-files.ts';

/** What the layers of an image may weigh together, packed. */
const mostBytes = 4 * 1024 ** 3;

/** Files of a container's image: its layers, checked by their digests, and of them what the manifest of the service maps. */
export const ociImage: SourcePerformer<'oci-image'> = {
  resolve: async (source, artifact, context) => {
    const { image, map } = source;
    const registry = createImageRegistry(image, context);
    const references = referencesOf(artifact.version, image);
    const digest = await withRetries(retryPolicy(context), () => findDigest(registry, references));
    if (digest === undefined)
      throw new Problem('source.not-found', `${image} has no ${references.join(' or ')}`, { details: { image } });
    const version = versionName(artifact.version, digest);
    return {
      kind: 'tree',
      version,
      title: `${image} ${version}`,
      stage: async (into) => {
        const layers = await layersFor(registry, digest, artifact, image);
        const packed = layers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
        const limit = Math.min(mostBytes, context.settings.limits.downloadBytes);
        if (packed > limit)
          throw new Problem('source.digest', `${image} weighs ${packed} bytes, more than the limit of ${limit}`);
        await stageLayers(registry, layers, { into, map, image }, context);
      },
    };
  },
};

/** Tags and digests that a wish may mean, the likeliest first. */
function referencesOf(wish: VersionWish, image: string): readonly string[] {
  switch (wish.kind) {
    case 'any':
    case 'latest':
      return ['latest'];
    case 'commit':
      return [wish.commit];
    case 'tag': {
      if (isDigest(wish.tag)) return [wish.tag];
      const bare = wish.tag.replace(/^v(?=\d)/, '');
      // Images of one project are tagged `v1.2.3` or `1.2.3`, and nightly ones `1.2.320260131`.
      const tags = [...new Set([wish.tag, bare, bare.replace(/-(?=\d{8}$)/, '')])];
      if (tags.every((tag) => /^\w[\w.-]{0,127}$/.test(tag))) return tags;
      throw new Problem('source.not-found', `${wish.tag} is no tag that an image may have`);
    }
    case 'prerelease':
    case 'nightly':
    case 'branch':
      throw new Problem('source.not-found', `${image} offers no ${wish.kind} builds`);
  }
}

async function findDigest(registry: ImageRegistry, references: readonly string[]): Promise<string | undefined> {
  for (const reference of references) {
    const digest = await registry.digestOf(reference);
    if (digest !== undefined) return digest;
  }
  return undefined;
}

/** What is fixed goes by its own name. `latest` goes by what it is now, so that a new one is seen. */
function versionName(wish: VersionWish, digest: string): string {
  if (wish.kind === 'tag') return wish.tag;
  if (wish.kind === 'commit') return `commit-${wish.commit.slice(0, 12)}`;
  return `latest-${digest.slice('sha256:'.length, 'sha256:'.length + 12)}`;
}

async function layersFor(
  registry: ImageRegistry,
  digest: string,
  { arch }: PlannedArtifact,
  image: string,
): Promise<readonly Layer[]> {
  const document = await registry.document(digest);
  if (document.kind === 'image') {
    const platform = await registry.architectureOf(document.config);
    if (platform === `linux/${arch}`) return document.layers;
    throw new Problem('source.not-found', `${image} is for ${platform}, and not for linux/${arch}`);
  }
  const platform = document.platforms.find(({ os, architecture }) => os === 'linux' && architecture === arch);
  const found = platform === undefined ? undefined : await registry.document(platform.digest);
  if (found?.kind === 'image') return found.layers;
  const there = document.platforms.map(({ os, architecture }) => `${os}/${architecture}`).join(', ');
  throw new Problem('source.not-found', `${image} is not for linux/${arch}. There are: ${there || 'none'}.`);
}

/** Lays the layers over one another beside the artifact, moves what is wanted out, and removes the rest. */
async function stageLayers(
  registry: ImageRegistry,
  layers: readonly Layer[],
  { into, map, image }: Pick<SourceOf<'oci-image'>, 'map' | 'image'> & { readonly into: string },
  context: SourceContext,
): Promise<void> {
  const { tools, settings, options } = context;
  const [work, keep] = [`${into}/.image`, pathsOfLayer(map)];
  let [entriesLeft, bytesLeft] = [settings.limits.archiveEntries, settings.limits.unpackedBytes];
  await tools.files.makeDirectory(`${work}/tree`);
  for (const [index, layer] of layers.entries()) {
    const name = `layer ${index + 1} of ${layers.length} of ${image}`;
    const archive = await registry.blob(layer, name);
    options.onProgress(`Unpacking ${name}`);
    const { entries, sizeBytes } = await tools.archives.extract(
      {
        archive,
        format: layer.format,
        into: `${work}/layer`,
        strip: 0,
        keep,
        absoluteLinks: 'from-target',
        maxEntries: entriesLeft,
        maxBytes: bytesLeft,
      },
      options.signal,
    );
    entriesLeft -= entries;
    bytesLeft -= sizeBytes;
    await applyLayer(tools.files, `${work}/layer`, `${work}/tree`);
    await tools.files.remove(`${work}/layer`, { recursive: true });
  }
  await placeFiles(tools.files, `${work}/tree`, into, map);
  await tools.files.remove(work, { recursive: true });
}

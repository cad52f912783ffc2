import type { ContainerImage } from '@showrunner/catalog/upstream';
import { type Blob, describe, jsonBlob, packLayer } from './layer.ts';

/** What a registry holds of an image: its index, and everything that this names. */
export interface PublishedImage {
  readonly index: Blob;
  readonly blobs: readonly Blob[];
}

const architectures = ['amd64', 'arm64'] as const;

/** As buildx publishes it: an index of both architectures, and an attestation beside them. */
export async function publish(image: ContainerImage): Promise<PublishedImage> {
  const built = await Promise.all(architectures.map((architecture) => build(image, architecture)));
  const attestation = jsonBlob('application/vnd.oci.image.manifest.v1+json', { schemaVersion: 2, layers: [] });
  const index = jsonBlob('application/vnd.oci.image.index.v1+json', {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [
      { ...describe(attestation), platform: { os: 'unknown', architecture: 'unknown' } },
      ...built.map(({ manifest, architecture }) => ({
        ...describe(manifest),
        platform: { os: 'linux', architecture },
      })),
    ],
  });
  return { index, blobs: [index, attestation, ...built.flatMap(({ manifest, blobs }) => [manifest, ...blobs])] };
}

async function build(image: ContainerImage, architecture: (typeof architectures)[number]) {
  const layers = await Promise.all(image.layers(architecture).map(packLayer));
  const config = jsonBlob('application/vnd.oci.image.config.v1+json', { os: 'linux', architecture, config: {} });
  const manifest = jsonBlob('application/vnd.oci.image.manifest.v1+json', {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: describe(config),
    layers: layers.map(describe),
  });
  return { architecture, manifest, blobs: [config, ...layers] };
}

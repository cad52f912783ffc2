import { Problem } from '@showrunner/contracts';

const indexTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];
const manifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];
/** What we ask for; a registry answers an image of another kind with an error instead of with what we cannot read. */
export const acceptedManifests = [...indexTypes, ...manifestTypes].join(', ');

const layerFormats: Readonly<Record<string, LayerFormat>> = {
  'application/vnd.oci.image.layer.v1.tar+gzip': 'tar.gz',
  'application/vnd.docker.image.rootfs.diff.tar.gzip': 'tar.gz',
  'application/vnd.oci.image.layer.v1.tar+zstd': 'tar.zst',
};
const maxLayers = 256;

export type LayerFormat = 'tar.gz' | 'tar.zst';

/** Something in a registry, named by what it is. */
export interface Descriptor {
  /** `sha256:` and 64 hex digits. */
  readonly digest: string;
  readonly sizeBytes: number;
}

export interface Layer extends Descriptor {
  readonly format: LayerFormat;
}

/** A list of the same image for several machines, or an image for one. */
export type ImageDocument =
  | { readonly kind: 'index'; readonly platforms: readonly Platform[] }
  | { readonly kind: 'image'; readonly config: Descriptor; readonly layers: readonly Layer[] };

interface Platform extends Descriptor {
  readonly os: string;
  readonly architecture: string;
}

export function isDigest(text: string): boolean {
  return /^sha256:[0-9a-f]{64}$/.test(text);
}

/** Reads a manifest as the OCI image specification and Docker have it. @param image for messages @throws Problem `source.not-found` */
export function parseImageDocument(text: string, image: string): ImageDocument {
  const document = parseJson(text, image);
  if (document['schemaVersion'] !== 2) throw odd(image, 'its manifest is of an old kind');
  const type = document['mediaType'];
  const list = document['manifests'];
  if (Array.isArray(list) && (type === undefined || indexTypes.includes(String(type)))) {
    return { kind: 'index', platforms: list.flatMap(toPlatform) };
  }
  const layers = document['layers'];
  if (!Array.isArray(layers) || (type !== undefined && !manifestTypes.includes(String(type))))
    throw odd(image, 'its manifest is of a kind that is not known');
  if (layers.length > maxLayers) throw odd(image, `it has ${layers.length} layers`);
  const config = toDescriptor(document['config']);
  if (config === undefined) throw odd(image, 'its manifest names no configuration');
  return { kind: 'image', config, layers: layers.map((layer) => toLayer(layer, image)) };
}

/** The architecture for which an image is, out of its configuration. */
export function parseArchitecture(text: string, image: string): string {
  const { os, architecture } = parseJson(text, image);
  return `${String(os)}/${String(architecture)}`;
}

function toPlatform(value: unknown): readonly Platform[] {
  const descriptor = toDescriptor(value);
  const platform = fieldsOf(fieldsOf(value)['platform']);
  // Attestations are listed beside the images, for a platform that is unknown.
  if (descriptor === undefined || typeof platform['architecture'] !== 'string') return [];
  return [{ ...descriptor, os: String(platform['os']), architecture: platform['architecture'] }];
}

function toLayer(value: unknown, image: string): Layer {
  const descriptor = toDescriptor(value);
  const type = String(fieldsOf(value)['mediaType']);
  const format = Object.hasOwn(layerFormats, type) ? layerFormats[type] : undefined;
  if (descriptor === undefined) throw odd(image, 'a layer of it has no digest');
  if (format === undefined) throw odd(image, `a layer of it is packed as ${type}`);
  return { ...descriptor, format };
}

function toDescriptor(value: unknown): Descriptor | undefined {
  const { digest, size } = fieldsOf(value);
  if (typeof digest !== 'string' || !isDigest(digest)) return undefined;
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) return undefined;
  return { digest, sizeBytes: size };
}

function parseJson(text: string, image: string): Readonly<Record<string, unknown>> {
  try {
    return fieldsOf(JSON.parse(text));
  } catch (error) {
    throw new Problem('source.not-found', `${image} cannot be installed: its manifest is no JSON`, { cause: error });
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  // Every field is looked at before it is used.
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function odd(image: string, why: string): Problem {
  return new Problem('source.not-found', `${image} cannot be installed: ${why}`, { details: { image } });
}

import { Problem } from '@showrunner/contracts';
import type { HttpResponse } from '@showrunner/platform';
import type { SourceContext } from '../performer.ts';
import { createAccessTokens, refuseRateLimit } from './access-token.ts';
import {
  acceptedManifests,
  type Descriptor,
  type ImageDocument,
  isDigest,
  parseArchitecture,
  parseImageDocument,
} from './manifest.ts';

const timeoutMs = 30_000;
/** So much a registry has to take, and nobody needs more. */
const longestManifest = 4 * 1024 * 1024;

/** One repository of a registry (OCI distribution specification). Everything but a tag is named by its digest, and is that. */
export interface ImageRegistry {
  /** The digest of what a tag or a digest means now; `undefined` where there is no such. Does not count as a download. */
  digestOf(reference: string): Promise<string | undefined>;
  document(digest: string): Promise<ImageDocument>;
  /** `linux/amd64`, out of the configuration of an image. */
  architectureOf(config: Descriptor): Promise<string>;
  /** Path of a blob in the cache. @throws Problem `source.*` */
  blob(descriptor: Descriptor, name: string): Promise<string>;
}

/** @param image `registry-1.docker.io/owner/name` @throws Problem `source.not-found` */
export function createImageRegistry(image: string, context: SourceContext): ImageRegistry {
  const [, host, repository] = /^([\w.-]+(?::\d+)?)\/([a-z0-9]+(?:[._/-]+[a-z0-9]+)*)$/.exec(image) ?? [];
  if (host === undefined || repository === undefined)
    throw new Problem('source.not-found', `${image} is no image in a registry`, { details: { image } });
  const { tools, options } = context;
  const url = `https://${host}/v2/${repository}`;
  const tokens = createAccessTokens(url, repository, context);
  const headersWith = (authorization: string | undefined) => ({
    accept: acceptedManifests,
    'user-agent': 'showrunner',
    ...(authorization === undefined ? {} : { authorization }),
  });

  const look = async (reference: string): Promise<HttpResponse> => {
    const ask = (authorization: string | undefined) =>
      tools.network.http(
        {
          url: `${url}/manifests/${reference}`,
          method: 'HEAD',
          headers: headersWith(authorization),
          timeoutMs,
          followRedirects: true,
        },
        options.signal,
      );
    const first = await ask(await tokens.current());
    const response = first.status === 401 ? await ask(await tokens.answer(first)) : first;
    refuseRateLimit(response, host, tools.clock.now());
    if (response.status === 401 || response.status === 403)
      throw new Problem('source.not-found', `There is no image ${image} that everybody may have`);
    if (response.status !== 200 && response.status !== 404)
      throw new Problem('source.unreachable', `${host} answered ${response.status} for ${image}:${reference}`);
    return response;
  };

  const bring = async (path: string, { digest, sizeBytes }: Partial<Descriptor>, name: string) => {
    const fetch = async () =>
      context.fetch(
        {
          url: `${url}/${path}`,
          headers: headersWith(await tokens.current()),
          name,
          ...(digest === undefined ? {} : { sha256: digest.slice('sha256:'.length) }),
        },
        options,
      );
    const file = await fetch().catch(async (error: unknown) => {
      // A download may take longer than its token is good for; what is there of it already stays.
      if (!(error instanceof Problem) || error.details['status'] !== 401) throw error;
      tokens.forget();
      return await fetch();
    });
    const facts = await tools.files.facts(file.path);
    if (sizeBytes !== undefined && facts?.sizeBytes !== sizeBytes)
      throw new Problem('source.digest', `${name} has ${facts?.sizeBytes ?? 0} bytes, published are ${sizeBytes}`);
    return file;
  };

  const readText = async (path: string, what: Partial<Descriptor>, name: string): Promise<string> => {
    const file = await bring(path, what, name);
    const { sizeBytes = 0 } = (await tools.files.facts(file.path)) ?? {};
    if (sizeBytes > longestManifest) throw new Problem('source.digest', `${name} is larger than any manifest`);
    return (await tools.files.readText(file.path)) ?? '';
  };

  return {
    digestOf: async (reference) => {
      const response = await look(reference);
      if (response.status === 404) return undefined;
      if (isDigest(reference)) return reference;
      const told = response.headers['docker-content-digest'];
      if (told !== undefined && isDigest(told)) return told;
      // A registry need not say it; then it is what comes.
      return `sha256:${(await bring(`manifests/${reference}`, {}, `manifest of ${image}:${reference}`)).sha256}`;
    },
    document: async (digest) =>
      parseImageDocument(await readText(`manifests/${digest}`, { digest }, `manifest of ${image}`), image),
    architectureOf: async (config) =>
      parseArchitecture(await readText(`blobs/${config.digest}`, config, `configuration of ${image}`), image),
    blob: async (descriptor, name) => (await bring(`blobs/${descriptor.digest}`, descriptor, name)).path,
  };
}

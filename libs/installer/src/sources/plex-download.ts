import { Problem } from '@showrunner/contracts';
import { withRetries } from '../retries.ts';
import type { SourceContext, SourceOf, SourcePerformer } from './performer.ts';
import { retryPolicy } from './retry-policy.ts';
import { unpack } from './unpack.ts';

const listUrl = 'https://plex.tv/api/downloads';
const limitBytes = 4 * 1024 * 1024;

interface Download {
  readonly version: string;
  readonly url: string;
  readonly sha1?: string;
}

/** A package of the list that plex.tv publishes, or an older one by its address. */
export const plexDownload: SourcePerformer<'plex-download'> = {
  resolve: async (source, artifact, context) => {
    const wish = artifact.version;
    if (wish.kind !== 'any' && wish.kind !== 'latest' && wish.kind !== 'tag') {
      throw new Problem(
        'source.not-found',
        `${artifact.processName} cannot be installed by ${wish.kind}, only by latest, tag`,
      );
    }
    const wanted = wish.kind === 'tag' ? wish.tag.replace(/^v/, '') : undefined;
    const newest = await withRetries(retryPolicy(context), () => readList(source, artifact.arch, context));
    const download: Download =
      wanted === undefined || wanted === newest.version
        ? newest
        : { version: wanted, url: source.pinned[artifact.arch].replaceAll('${version}', encodeURIComponent(wanted)) };
    return {
      kind: 'tree',
      version: download.version,
      title: `${artifact.processName} ${download.version}`,
      stage: async (into) => {
        const { url, version, sha1 } = download;
        if (sha1 === undefined) context.options.onLine(`plex.tv publishes no digest of version ${version}`);
        const name = `${artifact.processName} ${version}`;
        const headers = { 'user-agent': 'showrunner' };
        const file = await context.fetch({ url, name, headers, ...(sha1 && { sha1 }) }, context.options);
        await unpack({ file: file.path, format: 'deb', into, strip: source.strip, keep: source.keep }, context);
      },
    };
  },
};

async function readList(
  source: SourceOf<'plex-download'>,
  arch: 'amd64' | 'arm64',
  { settings, tools, options }: SourceContext,
): Promise<Download> {
  const plexToken = settings.plexToken?.();
  const url = `${listUrl}/${source.product}.json${plexToken === undefined ? '' : '?channel=plexpass'}`;
  const headers = { accept: 'application/json', 'user-agent': 'showrunner' };
  const answer = await tools.network.http(
    {
      url,
      headers: plexToken === undefined ? headers : { ...headers, 'x-plex-token': plexToken },
      timeoutMs: 30_000,
      limitBytes,
      followRedirects: true,
    },
    options.signal,
  );
  if (answer.status === 401) throw new Problem('credential.rejected', 'plex.tv refused the token of the Plex account');
  if (answer.status === 404) throw new Problem('source.not-found', `${listUrl} has no list ${source.product}`);
  if (answer.status !== 200) throw new Problem('source.unreachable', `${listUrl} answered ${answer.status}`);
  const download = findDownload(answer.body, source.build[arch]);
  if (download === undefined)
    throw new Problem('source.not-found', `plex.tv offers no package for ${source.build[arch]}`);
  return download;
}

/** The Debian package of a build. @returns `undefined` where the list has none, or is none */
export function findDownload(body: string, build: string): Download | undefined {
  const linux = child(child(parseJson(body), 'computer'), 'Linux');
  const version = child(linux, 'version');
  const releases = child(linux, 'releases');
  const release: unknown = (Array.isArray(releases) ? releases : []).find(
    (item: unknown) => child(item, 'build') === build && child(item, 'distro') === 'debian',
  );
  const url = child(release, 'url');
  const checksum = child(release, 'checksum');
  if (typeof version !== 'string' || typeof url !== 'string' || !url.startsWith('https://')) return undefined;
  const sha1 = typeof checksum === 'string' && /^[0-9a-f]{40}$/i.test(checksum) ? checksum.toLowerCase() : undefined;
  return { version: version.replace(/^v/, ''), url, ...(sha1 && { sha1 }) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function child(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

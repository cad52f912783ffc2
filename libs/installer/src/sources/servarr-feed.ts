import { Problem } from '@showrunner/contracts';
import type { VersionWish } from '@showrunner/planner';
import { withRetries } from '../retries.ts';
import type { SourceContext, SourceOf, SourcePerformer } from './performer.ts';
import { retryPolicy } from './retry-policy.ts';
import { unpack } from './unpack.ts';

const timeoutMs = 30_000;
const limitBytes = 4 * 1024 * 1024;
const architectures = { amd64: 'x64', arm64: 'arm64' };

/** A build as the feed tells of it. */
interface Build {
  readonly version: string;
  readonly url: string;
  readonly name: string;
  readonly sha256: string | undefined;
}

/** A build of a Servarr project, newest first in the feed of a branch, or the one of a version. */
export const servarrFeed: SourcePerformer<'servarr-feed'> = {
  resolve: async (source, artifact, context) => {
    const wanted = versionOf(artifact.version, source.feed);
    const url = feedUrl(source, artifact.arch, wanted);
    const builds = await withRetries(retryPolicy(context), () => readFeed(url, context));
    const build = wanted === undefined ? builds[0] : builds.find(({ version }) => isVersion(version, wanted));
    if (build === undefined) {
      const what = wanted === undefined ? `the branch ${source.branch}` : `version ${wanted}`;
      throw new Problem('source.not-found', `${source.feed} has no build of ${what} for ${artifact.arch}`);
    }
    return {
      kind: 'tree',
      version: build.version,
      title: `${artifact.processName} ${build.version}`,
      stage: async (into) => {
        const { sha256 } = build;
        if (sha256 === undefined) context.options.onLine(`${build.name}: the feed publishes no digest`);
        const request = { url: build.url, name: build.name, ...(sha256 === undefined ? {} : { sha256 }) };
        const file = await context.fetch(request, context.options);
        await unpack({ file: file.path, format: 'tar.gz', into, strip: source.strip ?? 0 }, context);
      },
    };
  },
};

/** A feed knows branches and versions; releases that are only on GitHub are for the next source. */
function versionOf(wish: VersionWish, feed: string): string | undefined {
  if (wish.kind === 'any' || wish.kind === 'latest') return undefined;
  if (wish.kind === 'tag') return wish.tag.replace(/^v/, '');
  throw new Problem('source.not-found', `${feed} offers no ${wish.kind} builds`);
}

/** A pin may leave out the last parts: `4.0.15` is every build of it. */
function isVersion(version: string, wanted: string): boolean {
  return version === wanted || version.startsWith(`${wanted}.`);
}

function feedUrl(
  { feed, branch }: SourceOf<'servarr-feed'>,
  arch: keyof typeof architectures,
  version: string | undefined,
): string {
  const query = new URLSearchParams({ os: 'linux', runtime: 'netcore', arch: architectures[arch] });
  if (version !== undefined) query.set('version', version);
  return `${feed}/${encodeURIComponent(branch)}/changes?${query}`;
}

async function readFeed(url: string, { tools, options }: SourceContext): Promise<readonly Build[]> {
  const response = await tools.network.http({ url, timeoutMs, limitBytes, followRedirects: true }, options.signal);
  if (response.status === 404) throw new Problem('source.not-found', `${url} does not exist`);
  if (response.status !== 200 || response.truncated) {
    throw new Problem('source.unreachable', `${url} answered ${response.truncated ? 'too much' : response.status}`);
  }
  let answer: unknown;
  try {
    answer = JSON.parse(response.body);
  } catch (error) {
    throw new Problem('source.unreachable', `${url} answered what is no JSON`, { cause: error });
  }
  return (Array.isArray(answer) ? (answer as readonly unknown[]) : []).flatMap(toBuild);
}

function toBuild(entry: unknown): readonly Build[] {
  if (typeof entry !== 'object' || entry === null) return [];
  const { version, url, filename, hash } = entry as Readonly<Record<string, unknown>>; // each is looked at below
  if (typeof version !== 'string' || typeof url !== 'string' || !/^https?:\/\//.test(url)) return [];
  const sha256 = typeof hash === 'string' && /^[0-9a-f]{64}$/i.test(hash) ? hash.toLowerCase() : undefined;
  return [{ version, url, name: typeof filename === 'string' ? filename : (url.split('/').at(-1) ?? url), sha256 }];
}

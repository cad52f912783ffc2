import { upstreams } from '@showrunner/catalog/upstream';
import type { FastifyInstance } from 'fastify';
import type { ArchiveStore } from '../archives/archive-store.ts';
import { formatOf, originOf } from '../github/request.ts';
import { bufferSource, sendBytes } from '../send-bytes.ts';

const feeds = upstreams.flatMap((upstream) => upstream.feeds ?? []);

/** How many builds a feed lists at most. */
const listed = 5;

interface Query {
  readonly os?: string;
  readonly runtime?: string;
  readonly arch?: string;
  readonly version?: string;
}

/**
 * The update servers of the Servarr projects, each below its own host name: `GET /v1/update/{branch}/changes` as their
 * published source has it, and the builds that it names. With a version, what is not newer than that.
 */
export function registerServarrFeeds(app: FastifyInstance, archives: ArchiveStore): void {
  app.get<{ Params: { host: string; branch: string }; Querystring: Query }>(
    '/at/:host/v1/update/:branch/changes',
    async (request, reply) => {
      const { host, branch } = request.params;
      const { os, arch = 'x64', version } = request.query;
      const feed = feeds.find((known) => known.host === host);
      if (feed === undefined) return reply.code(404).send();
      if (os?.toLowerCase() !== 'linux' || feed.branch !== branch) return reply.send([]);
      const known = feed.builds.filter(
        (build) => version === undefined || compareVersions(build.version, version) <= 0,
      );
      const builds = known.slice(0, listed).flatMap((build) => {
        const asset = build.assets[arch];
        return asset === undefined ? [] : [{ ...build, asset }];
      });
      return reply.send(
        await Promise.all(
          builds.map(async ({ version: number, publishedAt, asset }) => ({
            version: number,
            releaseDate: publishedAt,
            filename: asset.name,
            url: `${originOf(request)}/at/${host}/builds/${asset.name}`,
            changes: null,
            hash: (await archives.ofAsset(asset.name, asset, formatOf(asset.name))).sha256,
            branch,
          })),
        ),
      );
    },
  );
  app.get<{ Params: { host: string; file: string } }>('/at/:host/builds/:file', async (request, reply) => {
    const { host, file } = request.params;
    const builds = feeds.filter((feed) => feed.host === host).flatMap((feed) => feed.builds);
    const asset = builds.flatMap(({ assets }) => Object.values(assets)).find(({ name }) => name === file);
    if (asset === undefined) return reply.code(404).send();
    const archive = await archives.ofAsset(asset.name, asset, formatOf(asset.name));
    return sendBytes(request, reply, bufferSource(archive.content, 'application/x-gzip', archive.sha256));
  });
}

/** By their numbers; a part that is left out counts as the highest, so that `4.0.15` lets every build of it through. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let index = 0; index < left.length; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? Number.POSITIVE_INFINITY);
    if (difference !== 0) return difference;
  }
  return 0;
}

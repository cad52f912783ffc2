import { type Asset, type Release, type Repository, under } from '@showrunner/catalog/upstream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Archive, ArchiveFormat, ArchiveStore } from '../archives/archive-store.ts';
import { playFiles } from '../archives/play.ts';
import type { TreeFile } from '../archives/tree.ts';
import { bufferSource, sendBytes } from '../send-bytes.ts';
import { findRepository } from '../upstream/index.ts';
import { sendError } from './answer.ts';
import { resolveRef } from './refs.ts';
import { formatOf, originOf } from './request.ts';
import { idOf, releaseView } from './views.ts';

type Params = { owner: string; name: string; '*': string; tag: string; file: string };

/** An asset by id: its description, or with `Accept: application/octet-stream` the way to its bytes. */
export async function sendAsset(
  request: FastifyRequest<{ Params: { id: string } }>,
  reply: FastifyReply,
  repository: Repository,
  archives: ArchiveStore,
): Promise<FastifyReply> {
  for (const release of repository.releases) {
    const index = release.assets.findIndex(
      (asset) =>
        String(idOf(`${repository.owner}/${repository.name}@${release.tag}/${asset.name}`)) === request.params.id,
    );
    if (index === -1) continue;
    const all = await Promise.all(
      release.assets.map((asset) => assetArchive(archives, repository, release.tag, asset)),
    );
    const description = releaseView(originOf(request), repository, release, all).assets[index];
    const wantsBytes = request.headers.accept?.includes('application/octet-stream') === true;
    return wantsBytes ? reply.redirect(description?.browser_download_url ?? '', 302) : reply.send(description);
  }
  return sendError(reply, 404, 'Not Found');
}

/** The archive of an asset. Releases may have assets of one name, so it is not the name alone that tells them apart. */
export function assetArchive(
  archives: ArchiveStore,
  repository: Repository,
  tag: string,
  asset: Asset,
): Promise<Archive> {
  const { owner, name } = repository;
  const key = `${owner}/${name}@${tag}/${asset.name}`;
  if (asset.as === 'checksums') return archives.get(key, 'none', () => checksums(archives, repository, tag));
  return archives.ofAsset(key, asset, asset.as === 'file' ? 'none' : formatOf(asset.name));
}

/** The list of what a release has, in a file. */
async function checksums(archives: ArchiveStore, repository: Repository, tag: string): Promise<readonly TreeFile[]> {
  const { assets = [] } = repository.releases.find((release) => release.tag === tag) ?? {};
  const listed = assets.filter(({ as }) => as !== 'checksums');
  const lines = await Promise.all(
    listed.map(async (asset) => `${(await assetArchive(archives, repository, tag, asset)).sha256}  ${asset.name}\n`),
  );
  return [{ path: 'checksums', content: lines.join('') }];
}

/** The web side: release downloads, and archives of branches and commits. Also where zipballs are redirected to. */
export function registerGithubWeb(app: FastifyInstance, archives: ArchiveStore): void {
  const route = (
    path: string,
    answer: (params: Params, repository: Repository) => Promise<Archive> | undefined,
  ): void => {
    app.get<{ Params: Params }>(path, async (request, reply) => {
      const repository = findRepository(request.params.owner, request.params.name);
      const archive = repository === undefined ? undefined : await answer(request.params, repository);
      if (archive === undefined) return reply.code(404).type('text/plain').send('Not Found');
      const type = request.url.endsWith('.tar.gz') ? 'application/x-gzip' : 'application/zip';
      return sendBytes(request, reply, bufferSource(archive.content, type, archive.sha256));
    });
  };

  route('/github/web/:owner/:name/releases/download/:tag/:file', ({ tag, file }, repository) =>
    findAsset(archives, repository, tag, file),
  );
  route('/github/web/:owner/:name/archive/refs/heads/*', ({ '*': file }, repository) => {
    const branch = withoutExtension(file);
    return repository.branches.includes(branch)
      ? sourceArchive(archives, repository, branch, `${repository.name}-${branch.replaceAll('/', '-')}`, formatOf(file))
      : undefined;
  });
  route('/github/web/:owner/:name/archive/refs/tags/*', ({ '*': file }, repository) => {
    const tag = withoutExtension(file);
    return sourceArchive(archives, repository, tag, `${repository.name}-${tag.replace(/^v/, '')}`, formatOf(file));
  });
  route('/github/web/:owner/:name/archive/:file', ({ file }, repository) => {
    const ref = withoutExtension(file);
    return sourceArchive(
      archives,
      repository,
      ref,
      `${repository.name}-${resolveRef(repository, ref)?.sha ?? ref}`,
      formatOf(file),
    );
  });
  for (const format of ['zip', 'tar.gz'] as const) {
    route(`/github/codeload/:owner/:name/legacy.${format}/*`, ({ '*': ref }, repository) => {
      const sha = resolveRef(repository, ref)?.sha.slice(0, 7) ?? '';
      return sourceArchive(archives, repository, ref, `${repository.owner}-${repository.name}-${sha}`, format);
    });
  }
}

function findAsset(
  archives: ArchiveStore,
  repository: Repository,
  tag: string,
  name: string,
): Promise<Archive> | undefined {
  const release: Release | undefined = repository.releases.find((candidate) => candidate.tag === tag);
  const asset = release?.assets.find((candidate) => candidate.name === name);
  return asset === undefined ? undefined : assetArchive(archives, repository, tag, asset);
}

function sourceArchive(
  archives: ArchiveStore,
  repository: Repository,
  ref: string,
  folder: string,
  format: ArchiveFormat,
): Promise<Archive> | undefined {
  const resolved = resolveRef(repository, ref);
  if (resolved === undefined) return undefined;
  const name = `${repository.owner}-${folder}-${resolved.version}.${format}`;
  return archives.get(name, format, () => playFiles(under(folder, repository.tree(resolved.version))));
}

function withoutExtension(file: string): string {
  return file.replace(/\.(zip|tar\.gz)$/, '');
}

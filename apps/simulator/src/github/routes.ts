import type { Release, Repository } from '@showrunner/catalog/upstream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ArchiveStore } from '../archives/archive-store.ts';
import { findRepository } from '../upstream/index.ts';
import { sendError, sendView, tokenOf } from './answer.ts';
import { createRateLimit } from './rate-limit.ts';
import { originOf } from './request.ts';
import { resolveRef } from './refs.ts';
import { assetArchive, sendAsset } from './downloads.ts';
import { branchView, commitView, idOf, releaseView } from './views.ts';

type Params = { owner: string; name: string; '*': string; tag: string; id: string };
type Request = FastifyRequest<{ Params: Params; Querystring: { per_page?: string; page?: string } }>;

/** The parts of GitHub's REST interface that are needed to find and fetch a version. */
export function registerGithubApi(app: FastifyInstance, archives: ArchiveStore): void {
  const countRequest = createRateLimit(Date.now);
  app.addHook('onRequest', async (request, reply) => {
    const token = tokenOf(request);
    reply.headers({
      ...countRequest(token),
      'x-github-api-version-selected': '2022-11-28',
      'x-github-media-type': 'github.v3; format=json',
    });
    if (token?.startsWith('bad-') === true) return sendError(reply, 401, 'Bad credentials');
    return undefined;
  });
  app.setNotFoundHandler((_request, reply) => sendError(reply, 404, 'Not Found'));

  const base = '/repos/:owner/:name';
  const route = (
    path: string,
    answer: (request: Request, reply: FastifyReply, repository: Repository) => Promise<FastifyReply> | FastifyReply,
  ): void => {
    app.get<{ Params: Params; Querystring: { per_page?: string; page?: string } }>(
      `${base}${path}`,
      async (request, reply) => {
        const repository = findRepository(request.params.owner, request.params.name);
        return repository === undefined ? sendError(reply, 404, 'Not Found') : answer(request, reply, repository);
      },
    );
  };
  const view = async (request: Request, repository: Repository, release: Release) =>
    releaseView(
      originOf(request),
      repository,
      release,
      await Promise.all(release.assets.map((asset) => assetArchive(archives, repository, release.tag, asset))),
    );
  const sendRelease = async (
    request: Request,
    reply: FastifyReply,
    repository: Repository,
    release: Release | undefined,
  ) =>
    release === undefined
      ? sendError(reply, 404, 'Not Found')
      : sendView(request, reply, await view(request, repository, release));

  route('/releases', async (request, reply, repository) => {
    const size = Math.min(Number(request.query.per_page ?? '30') || 30, 100);
    const first = (Math.max(1, Number(request.query.page ?? '1') || 1) - 1) * size;
    const page = repository.releases.slice(first, first + size);
    return sendView(request, reply, await Promise.all(page.map((release) => view(request, repository, release))));
  });
  route('/releases/latest', (request, reply, repository) =>
    sendRelease(
      request,
      reply,
      repository,
      repository.releases.find((release) => !release.prerelease),
    ),
  );
  route('/releases/tags/:tag', (request, reply, repository) =>
    sendRelease(
      request,
      reply,
      repository,
      repository.releases.find((release) => release.tag === request.params.tag),
    ),
  );
  route('/releases/:id', (request, reply, repository) =>
    sendRelease(
      request,
      reply,
      repository,
      repository.releases.find(
        (release) => String(idOf(`${repository.owner}/${repository.name}@${release.tag}`)) === request.params.id,
      ),
    ),
  );
  route('/releases/assets/:id', (request, reply, repository) => sendAsset(request, reply, repository, archives));
  for (const [kind, extension] of [
    ['zipball', 'legacy.zip'],
    ['tarball', 'legacy.tar.gz'],
  ] as const) {
    route(`/${kind}/*`, (request, reply, repository) => {
      const ref = request.params['*'];
      if (resolveRef(repository, ref) === undefined) return sendError(reply, 404, 'Not Found');
      return reply.redirect(
        `${originOf(request)}/github/codeload/${repository.owner}/${repository.name}/${extension}/${ref}`,
        302,
      );
    });
  }
  route('/commits/*', (request, reply, repository) => {
    const ref = resolveRef(repository, request.params['*']);
    if (ref === undefined) return sendError(reply, 422, `No commit found for SHA: ${request.params['*']}`);
    return sendView(request, reply, commitView(originOf(request), repository, ref));
  });
  route('/branches/*', (request, reply, repository) => {
    const name = request.params['*'];
    const ref = repository.branches.includes(name) ? resolveRef(repository, name) : undefined;
    if (ref === undefined) return sendError(reply, 404, 'Branch not found');
    return sendView(request, reply, branchView(originOf(request), repository, name, ref));
  });
}

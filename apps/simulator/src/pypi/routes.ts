import { upstreams, type Wheel } from '@showrunner/catalog/upstream';
import type { FastifyInstance } from 'fastify';
import type { ArchiveStore } from '../archives/archive-store.ts';
import { bufferSource, sendBytes } from '../send-bytes.ts';
import { libraries } from './libraries.ts';
import { wheelFiles } from './wheel.ts';

const wheels: readonly Wheel[] = [...upstreams.flatMap((upstream) => upstream.wheels ?? []), ...libraries];

/** A package index as PEP 503 describes it. */
export function registerPackageIndex(app: FastifyInstance, archives: ArchiveStore): void {
  const fileName = (wheel: Wheel): string => `${wheel.name.replaceAll('-', '_')}-${wheel.version}-py3-none-any.whl`;
  const page = (links: readonly string[]): string =>
    `<!doctype html><html><head><meta name="pypi:repository-version" content="1.0"><title>Simple index</title></head><body>${links.join('\n')}</body></html>`;

  app.get('/pypi/simple/', (_request, reply) =>
    reply
      .type('text/html')
      .send(page(wheels.map((wheel) => `<a href="/pypi/simple/${wheel.name}/">${wheel.name}</a>`))),
  );
  app.get<{ Params: { name: string } }>('/pypi/simple/:name/', async (request, reply) => {
    const name = request.params.name.toLowerCase().replaceAll(/[-_.]+/g, '-');
    const found = wheels.filter((wheel) => wheel.name === name);
    if (found.length === 0) return reply.code(404).type('text/plain').send('Not Found');
    const links = await Promise.all(
      found.map(async (wheel) => {
        const { sha256 } = await archives.get(fileName(wheel), 'zip', () => wheelFiles(wheel));
        return `<a href="/pypi/files/${fileName(wheel)}#sha256=${sha256}">${fileName(wheel)}</a>`;
      }),
    );
    return reply.type('text/html').send(page(links));
  });
  app.get<{ Params: { file: string } }>('/pypi/files/:file', async (request, reply) => {
    const wheel = wheels.find((candidate) => fileName(candidate) === request.params.file);
    if (wheel === undefined) return reply.code(404).type('text/plain').send('Not Found');
    const archive = await archives.get(fileName(wheel), 'zip', () => wheelFiles(wheel));
    return sendBytes(request, reply, bufferSource(archive.content, 'application/octet-stream', archive.sha256));
  });
}

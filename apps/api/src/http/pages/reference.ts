import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { publicFile } from './pages.ts';
import { referenceHeaders } from '../guards/security-headers.ts';

const html = 'text/html; charset=utf-8';
const javascript = 'text/javascript; charset=utf-8';

/** A page that loads a viewer's script and starts it; nothing is inline. */
function viewerPage(base: string, script: string, style = ''): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Showrunner API</title>
    ${style}
  </head>
  <body>
    <div id="viewer"></div>
    <script src="${base}/${script}"></script>
    <script src="${base}/start.js"></script>
  </body>
</html>
`;
}
const swaggerPage = viewerPage(
  '/docs',
  'swagger-ui-bundle.js',
  '<link rel="stylesheet" href="/docs/swagger-ui.css" />',
);
const swaggerStart = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#viewer', deepLinking: true });\n`;
const scalarPage = viewerPage('/scalar', 'scalar.js');
const scalarStart = `Scalar.createApiReference('#viewer', ${JSON.stringify({
  url: '/openapi.json',
  // Nothing of it may talk to its maker.
  withDefaultFonts: false,
  telemetry: false,
  showDeveloperTools: 'never',
  agent: { disabled: true },
})});\n`;

/** The OpenAPI document of all routes, tagged by API. */
export function describeApi(app: INestApplication, version: string): object {
  const config = new DocumentBuilder()
    .setTitle('Showrunner')
    .setDescription('Runs your media stack. The routes of the original, and our own under /api/native.')
    .setVersion(version)
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth()
    .build();
  return SwaggerModule.createDocument(app, config, { autoTagControllers: false });
}

/** Serves the document at /openapi.json and its viewers at /docs and /scalar. The document is made when first asked for. */
export async function installReference(server: FastifyInstance, describe: () => object): Promise<void> {
  let text: string | undefined;
  const describeOnce = () => (text ??= JSON.stringify(describe()));
  const send = (reply: FastifyReply, type: string, body: string | Buffer) =>
    reply.headers(referenceHeaders).type(type).send(body);

  await server.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, endpoint: publicFile };
    });
    scope.get('/openapi.json', (_request, reply) => send(reply, 'application/json', describeOnce()));
    scope.get('/docs', (_request, reply) => send(reply, html, swaggerPage));
    scope.get('/docs/start.js', (_request, reply) => send(reply, javascript, swaggerStart));
    await scope.register(fastifyStatic, {
      root: viewerDirectory(),
      prefix: '/docs/',
      decorateReply: false,
      index: false,
    });

    const readScalar = createScalarReader();
    scope.get('/scalar', (_request, reply) => send(reply, html, scalarPage));
    scope.get('/scalar/start.js', (_request, reply) => send(reply, javascript, scalarStart));
    scope.get('/scalar/scalar.js', async (_request, reply) => send(reply, javascript, await readScalar()));
  });
}

/** The viewer's files come with the library that writes the document. */
function viewerDirectory(): string {
  const library = createRequire(import.meta.url).resolve('@nestjs/swagger');
  return dirname(createRequire(library).resolve('swagger-ui-dist/package.json'));
}

/** Scalar's script is five megabytes inside a plugin: it is loaded when somebody looks, into a server of its own. */
function createScalarReader(): () => Promise<Buffer> {
  const read = async (): Promise<Buffer> => {
    const [{ FastifyAdapter }, { default: plugin }] = await Promise.all([
      import('@nestjs/platform-fastify'),
      import('@scalar/fastify-api-reference'),
    ]);
    const inner = new FastifyAdapter().getInstance() as unknown as FastifyInstance; // plain HTTP, as ours
    await inner.register(plugin, { routePrefix: '/scalar', configuration: { url: '/openapi.json' } });
    const { rawPayload } = await inner.inject({ url: '/scalar/js/scalar.js' });
    await inner.close();
    return rawPayload;
  };
  let script: Promise<Buffer> | undefined;
  return () => (script ??= read());
}

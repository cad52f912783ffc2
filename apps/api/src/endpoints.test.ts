import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allSpecs as specs, nameOfSpec as nameOf } from './testing/all-specs.ts';
import { startTestServer, type TestServer } from './testing/test-server.ts';

const open = [
  'GET /auth/oidc/callback',
  'GET /auth/oidc/start',
  'GET /auth/status',
  'GET /health',
  'POST /auth/login',
  'POST /auth/oidc/exchange',
  'POST /auth/refresh',
  'POST /auth/setup',
  'POST /auth/skip-setup',
  'POST /auth/verify',
];
const ajv = new Ajv({ strict: false });

describe('routes', () => {
  let server: TestServer;
  let token: string;

  beforeAll(async () => {
    server = await startTestServer();
    token = (await server.setup()).access;
  });
  afterAll(() => server.close());

  it('are all found, and only those that must be are public', () => {
    expect(specs.length).toBeGreaterThan(40);
    expect(
      specs
        .filter(({ role }) => role === 'public')
        .map(nameOf)
        .toSorted(),
    ).toEqual(open);
  });

  it('have schemas that are schemas; a start does not look', () => {
    const schemas = specs.flatMap(({ body, query }) => [body, query].filter((schema) => schema !== undefined));
    expect(schemas.filter((schema) => ajv.validateSchema(schema) !== true)).toEqual([]);
  });

  it('take at least an operator to change anything', () => {
    const readLike = [
      'POST /api/native/ticket',
      'POST /api/native/document/check',
      'POST /config/process-config/schema',
    ];
    const ownAccess = [
      'DELETE /api/native/sessions',
      'DELETE /api/native/sessions/:id',
      'DELETE /api/native/tokens/:id',
      'POST /api/native/password',
      'POST /api/native/tokens',
    ];
    const allowed = new Set([...readLike, ...ownAccess]);
    const loose = specs.filter(({ method, role }) => method !== 'GET' && role === 'viewer').map(nameOf);
    expect(loose.filter((name) => !allowed.has(name))).toEqual([]);
  });

  it.each(specs.filter(({ role }) => role !== 'public').map((spec) => [nameOf(spec), spec] as const))(
    '%s asks who is there before it looks at anything else',
    async (_name, { method, path }) => {
      const answer = await server.ask(method, path.replace(/:\w+/g, 'x'), {
        ...(method === 'POST' ? { body: { wrong: 1 } } : {}),
      });
      expect(answer).toMatchObject({ status: 401 });
      expect(answer.headers['www-authenticate']).toBe('Bearer');
      expect(answer.json).toMatchObject({ code: 'auth.required', detail: 'Authentication required' });
    },
  );

  // Signing in with a provider is switched off here; it has tests of its own.
  const readable = specs.filter(
    ({ method, path, query }) =>
      method === 'GET' && !path.includes(':') && !path.startsWith('/auth/oidc/') && !query?.required,
  );
  it.each(readable.map((spec) => [nameOf(spec), spec] as const))(
    '%s answers what its schema says',
    async (_name, spec) => {
      const answer = await server.ask(spec.method, spec.path, { token });
      expect(answer.status).toBe(200);
      const validate = ajv.compile(spec.response);
      validate(answer.json);
      expect(validate.errors).toBeNull();
    },
  );

  it('are all in the OpenAPI document, with their refusals', async () => {
    const answer = await server.ask('GET', '/openapi.json');
    const document = answer.json as {
      openapi: string;
      paths: Record<
        string,
        Record<string, { tags: string[]; responses: Record<string, { content?: object }>; requestBody?: object }>
      >;
    };
    expect(document.openapi).toBe('3.1.0');
    for (const spec of specs) {
      const page = document.paths[spec.path.replace(/:(\w+)/g, '{$1}')]?.[spec.method.toLowerCase()];
      expect(page, nameOf(spec)).toBeDefined();
      expect(page?.tags).toEqual([spec.tag]);
      expect(page?.responses[String(spec.status ?? 200)]?.content).toBeDefined();
      if (spec.role !== 'public') expect(page?.responses['401']).toBeDefined();
      if (spec.body) expect(page?.requestBody).toBeDefined();
    }
  });

  it('are shown by two viewers that need nothing from elsewhere', async () => {
    const docs = await server.ask('GET', '/docs');
    expect(docs.text).toContain('/docs/swagger-ui-bundle.js');
    expect((await server.ask('GET', '/docs/swagger-ui-bundle.js')).status).toBe(200);
    const scalar = await server.ask('GET', '/scalar');
    expect(scalar.text).toContain('src="/scalar/scalar.js"');
    expect((await server.ask('GET', '/scalar/scalar.js')).text.length).toBeGreaterThan(1_000_000);
    for (const page of [docs, scalar]) {
      expect(page.headers['content-security-policy']).toContain("script-src 'self';");
      expect(page.text).not.toMatch(/https?:|<script>/);
    }
  });
});

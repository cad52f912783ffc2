import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EndpointSpec } from '../http/routes/endpoint-spec.ts';
import { allSpecs, nameOfSpec } from '../testing/all-specs.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

const names = [
  '../x',
  '../../../../etc/passwd',
  'a/b',
  '%2e%2e',
  '%252e%252e%252fetc%252fpasswd',
  '..\\..\\x',
  'x\0.log',
  'x'.repeat(10_000),
  '🎬'.repeat(50),
  '\u202Egpj.exe',
  '\u200F\u200E',
  'constructor',
  '__proto__',
  'toString',
  'Zilean ',
  ' Zilean',
  '',
];
const named = allSpecs.filter(({ path, query, body }) => path.includes(':') || hasName(query) || hasName(body));

function hasName(schema: EndpointSpec['query']): boolean {
  return schema !== undefined && 'process_name' in ((schema.properties as object | undefined) ?? {});
}

describe('scenario 51: a name that tries to leave its folder, or is none', () => {
  let server: TestServer;
  let token: string;
  beforeAll(async () => {
    server = await startTestServer();
    token = (await server.setup()).access;
  });
  afterAll(() => server.close());

  const send = ({ method, path, query, body }: EndpointSpec, name: string) => {
    const address = path.replace(/:\w+/g, encodeURIComponent(name) || '%20');
    const asked = hasName(query) ? `?process_name=${encodeURIComponent(name)}` : '';
    const fields = { process_name: name, updates: { enabled: true }, disabled: true };
    return server.ask(method, address + asked, { token, ...(body ? { body: fields } : {}) });
  };

  it('is tried on every route that takes one', () => {
    expect(named.length).toBeGreaterThan(20);
  });

  it.each(named.map((spec) => [nameOfSpec(spec), spec] as const))('is refused by %s', async (_route, spec) => {
    const before = await readdir(server.root, { recursive: true });
    for (const name of names) {
      const { status, text, json } = await send(spec, name);
      // The original answers an unknown process so on one route, and its clients know it.
      const isKnown = status < 500 || (json as { code?: string }).code === 'process.unknown';
      expect(isKnown, `${JSON.stringify(name.slice(0, 40))}: ${text.slice(0, 200)}`).toBe(true);
      expect(text).not.toContain('root:x:0');
    }
    expect(await readdir(server.root, { recursive: true })).toEqual(before);
  });

  it.each([
    '/assets/../../../etc/passwd',
    '/assets/%2e%2e/%2e%2e/etc/passwd',
    '//etc/passwd',
    '/docs/..%2f..%2fpackage.json',
  ])('reads no file through %s', async (path) => {
    const answer = await server.ask('GET', path, { token });
    expect([400, 403, 404]).toContain(answer.status);
  });
});

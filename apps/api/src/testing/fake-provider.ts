import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import jwt from 'jsonwebtoken';

const publicKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const otherKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const keyId = 'key-1';

type Claims = Record<string, unknown>;

/** Ways in which it does what it must not. Each is off where it is absent. */
export interface Misdeeds {
  /** Changes the claims of the ID token. */
  claims?: (claims: Claims) => Claims;
  /** Signs the claims in its own way. */
  sign?: (claims: Claims, keys: { readonly publicPem: string; readonly otherKey: KeyObject }) => string;
  /** Changes what it publishes of itself. */
  discovery?: (document: Claims) => Claims;
  userinfo?: (claims: Claims) => Claims;
  /** Answers by itself; what it leaves open hangs. */
  answer?: (path: string, response: ServerResponse) => boolean;
}

/** A provider of OpenID Connect that holds callers to the rules, and itself only as far as a test wants it to. */
export interface FakeProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  misdeeds: Misdeeds;
  /** Who signs in: claims beside those that every token has. */
  person: Claims;
  /** Paths that were asked, in order. */
  readonly asked: string[];
  /** What a person does there: signs in at the address that the browser was sent to. Answers the query of the way back. */
  signIn(authorizationUrl: string): string;
  close(): Promise<void>;
}

export async function startFakeProvider(): Promise<FakeProvider> {
  const codes = new Map<string, URLSearchParams>();
  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // listens on a port, not on a pipe
  const provider: FakeProvider = {
    issuer,
    clientId: 'showrunner',
    clientSecret: 'a secret & more',
    misdeeds: {},
    person: { sub: 'person-1', preferred_username: 'ann', groups: ['media'] },
    asked: [],
    signIn(authorizationUrl) {
      const { searchParams } = new URL(authorizationUrl);
      const code = `code-${codes.size}`;
      codes.set(code, searchParams);
      return new URLSearchParams({ code, state: searchParams.get('state') ?? '', session_state: 'x' }).toString();
    },
    close() {
      server.closeAllConnections();
      server.close();
      return once(server, 'close').then(() => undefined);
    },
  };

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '/', issuer).pathname;
    provider.asked.push(path);
    if (provider.misdeeds.answer?.(path, response) === true) return;
    const send = (body: unknown, status = 200) => {
      // RFC 6749 §5.2: a client that came with Basic is challenged with it.
      const challenge = status === 401 ? { 'www-authenticate': 'Basic realm="provider"' } : {};
      response.writeHead(status, { 'content-type': 'application/json', ...challenge }).end(JSON.stringify(body));
    };
    if (path === '/.well-known/openid-configuration') return send(publish(provider));
    if (path === '/jwks') return send({ keys: [{ ...publicKeys.publicKey.export({ format: 'jwk' }), kid: keyId }] });
    if (path === '/userinfo') return send(provider.misdeeds.userinfo?.(provider.person) ?? provider.person);
    if (path !== '/token') return send({ error: 'not_found' }, 404);
    const form = new URLSearchParams(await readText(request));
    if (!isClient(provider, request.headers.authorization)) return send({ error: 'invalid_client' }, 401);
    const asked = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    if (asked === undefined || !isBound(form, asked)) return send({ error: 'invalid_grant' }, 400);
    send({ access_token: 'at', token_type: 'Bearer', id_token: signToken(provider, asked.get('nonce')) });
  };
  return provider;
}

function publish({ issuer, misdeeds }: FakeProvider): Claims {
  const document = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    code_challenge_methods_supported: ['S256'],
    id_token_signing_alg_values_supported: ['RS256'],
  };
  return misdeeds.discovery?.(document) ?? document;
}

function signToken({ issuer, clientId, person, misdeeds }: FakeProvider, nonce: string | null): string {
  const now = Math.floor(Date.now() / 1000);
  const plain = { iss: issuer, aud: clientId, iat: now, exp: now + 60, nonce, ...person };
  const claims = misdeeds.claims?.(plain) ?? plain;
  const publicPem = publicKeys.publicKey.export({ format: 'pem', type: 'spki' }).toString();
  const signed = misdeeds.sign?.(claims, { publicPem, otherKey: otherKeys.privateKey });
  return signed ?? jwt.sign(claims, publicKeys.privateKey, { algorithm: 'RS256', keyid: keyId });
}

function isClient({ clientId, clientSecret }: FakeProvider, authorization = ''): boolean {
  // RFC 6749 §2.3.1: both are encoded as a form is before they are joined.
  const encode = (text: string) => new URLSearchParams({ x: text }).toString().slice(2);
  const expected = Buffer.from(`${encode(clientId)}:${encode(clientSecret)}`).toString('base64');
  return authorization === `Basic ${expected}`;
}

function isBound(form: URLSearchParams, asked: URLSearchParams): boolean {
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  return challenge === asked.get('code_challenge') && form.get('redirect_uri') === asked.get('redirect_uri');
}

async function readText(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString();
}

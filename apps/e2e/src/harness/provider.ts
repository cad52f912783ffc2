import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { Provider } from 'oidc-provider';
import { freePort } from './showrunner.ts';

/** A real provider of OpenID Connect on this machine. Whoever types a name there is that person. */
export interface LocalProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Groups by the name that somebody signs in with; to be changed by a test. */
  readonly groups: Map<string, string[]>;
  close(): Promise<void>;
}

/** @param redirectUri where it may send people back to */
export async function startProvider(redirectUri: string): Promise<LocalProvider> {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const groups = new Map<string, string[]>();
  const client = { clientId: 'showrunner', clientSecret: 'not a secret of anybody' };
  const provider = new Provider(issuer, {
    clients: [{ client_id: client.clientId, client_secret: client.clientSecret, redirect_uris: [redirectUri] }],
    scopes: ['openid', 'profile', 'email', 'groups'],
    claims: { openid: ['sub'], profile: ['preferred_username'], email: ['email'], groups: ['groups'] },
    cookies: { keys: ['signs the cookies of a test'] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, preferred_username: id, groups: groups.get(id) ?? [] }),
    }),
  });
  const server: Server = provider.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    issuer,
    ...client,
    groups,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Https in front of a server on this machine, with a certificate that nobody trusts: what a reverse proxy is for it. */
export interface TlsFront {
  readonly port: number;
  /** Decides to which port bytes go from now on. */
  leadTo(port: number): void;
  close(): Promise<void>;
}

export async function startTlsFront(name: string): Promise<TlsFront> {
  const directory = mkdtempSync(join(tmpdir(), 'showrunner-tls-'));
  const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
  const about = ['-subj', `/CN=${name}`, '-days', '1', '-keyout', key, '-out', cert];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...about], { stdio: 'ignore' });
  const port = await freePort();
  const sockets = new Set<Socket>();
  let target = 0;
  const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (outer) => {
    const inner = connect(target, '127.0.0.1');
    for (const [one, other] of [
      [outer, inner],
      [inner, outer],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy()); // one side is gone, so is the other
      one.on('close', () => void sockets.delete(one));
    }
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  rmSync(directory, { recursive: true, force: true });
  return {
    port,
    leadTo(next) {
      target = next;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

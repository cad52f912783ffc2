import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, createServer as createSocketServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketServer } from 'ws';

/** A real nginx with a small site, and an echo of WebSockets behind it. */
export interface Nginx {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts it. Resolves when it answers. */
export async function startNginx(): Promise<Nginx> {
  const directory = await mkdtemp(join(tmpdir(), 'showrunner-nginx-'));
  const port = await freePort();
  const echo = await startEcho();
  const config = join(directory, 'nginx.conf');
  await writeFile(config, configFor({ directory, port, echo: echo.port }));
  const child = spawn('/usr/sbin/nginx', ['-c', config, '-p', directory], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, 'exit');
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`nginx ended: ${said}`);
    await sleep(10);
  }
  return {
    port,
    async close() {
      child.kill('SIGQUIT');
      echo.close();
      await ended;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function configFor({ directory, port, echo }: { directory: string; port: number; echo: number }): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${directory}/${name};`,
  );
  return `
    daemon off; master_process off; pid ${directory}/pid; error_log stderr warn;
    events {}
    http {
      access_log off; ${temporary.join(' ')}
      server {
        listen 127.0.0.1:${port};
        location = / {
          add_header X-Frame-Options DENY;
          add_header Content-Security-Policy "default-src 'self'; frame-ancestors 'none'";
          add_header Set-Cookie "sid=one; Path=/; Domain=example.org";
          add_header Strict-Transport-Security "max-age=1000";
          add_header Access-Control-Allow-Origin "*";
          add_header Clear-Site-Data '"cookies"';
          default_type text/html;
          return 200 "<h1>Site of nginx</h1>";
        }
        location = /told {
          default_type application/json;
          return 200 '{"host":"$http_host","cookie":"$http_cookie","for":"$http_x_forwarded_for","asked":"$request_method","of":"$http_x_forwarded_host"}';
        }
        location = /moved { return 302 /told; }
        location = /other { return 302 https://example.org/login; }
        location /ws {
          proxy_pass http://127.0.0.1:${echo}; proxy_http_version 1.1;
          proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;
          proxy_set_header Cookie $http_cookie;
        }
      }
    }`;
}

/** Echoes what is sent, after the cookies that it was reached with. */
async function startEcho(): Promise<{ port: number; close(): void }> {
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  sockets.on('headers', (headers) => headers.push('Set-Cookie: planted=by-upgrade'));
  sockets.on('connection', (socket, request) => {
    socket.send(`cookie ${request.headers.cookie ?? 'none'}`);
    socket.on('message', (data) => socket.send(data, { binary: false }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      for (const socket of sockets.clients) socket.terminate();
      server.close();
    },
  };
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createSocketServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false; // not yet
  } finally {
    socket.destroy();
  }
}

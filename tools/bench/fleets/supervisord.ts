import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { waitUntil } from '../../rig/wait.ts';
import { findByName } from './find-supervisors.ts';
import type { Contender, Fleet, FleetSite } from './fleet.ts';

/** Debian's supervisor, asked over its XML-RPC on a UNIX socket with a connection that is kept open. */
export const supervisord: Contender = {
  name: 'supervisord',
  kind: 'peer',
  asked: 'XML-RPC over its UNIX socket',
  open: (site) => new Supervisord(site),
};

class Supervisord implements Fleet {
  readonly #site: FleetSite;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 8 });
  readonly #socket: string;
  #pid = 0;

  constructor(site: FleetSite) {
    this.#site = site;
    this.#socket = join(site.directory, 's.sock');
  }

  up() {
    const { rig, directory } = this.#site;
    const configuration = join(directory, 'supervisord.conf');
    writeFileSync(configuration, toConfiguration(this.#site, this.#socket));
    const processAt = performance.now();
    const child = spawn('/usr/bin/supervisord', ['-n', '-c', configuration], { env: rig.env, stdio: 'ignore' });
    this.#pid = child.pid ?? 0;
    return Promise.resolve({ processAt, orderedAt: processAt });
  }

  /** There is no call that restarts; its own client also stops and starts. */
  async restart(unit: string) {
    await this.#call('supervisor.stopProcess', unit);
    await this.#call('supervisor.startProcess', unit);
  }

  async status() {
    const text = await this.#call('supervisor.getAllProcessInfo');
    return text.split('<string>RUNNING</string>').length - 1;
  }

  supervisors() {
    return findByName(this.#site.rig, ['supervisord']);
  }

  controlPlane() {
    return [this.#pid];
  }

  down() {
    this.#agent.destroy();
    return Promise.resolve();
  }

  async #call(method: string, parameter?: string): Promise<string> {
    const value = parameter === undefined ? '' : `<param><value><string>${parameter}</string></value></param>`;
    const body = `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params>${value}</params></methodCall>`;
    let text = '';
    await waitUntil(`supervisord answers ${method}`, 20_000, async () => {
      text = await this.#post(body);
      return text !== '';
    });
    if (text.includes('<fault>')) throw new Error(`${method} ${parameter ?? ''}: ${text}`);
    return text;
  }

  /** The empty text while its socket is not there yet. */
  #post(body: string): Promise<string> {
    const headers = { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(body) };
    const options = { socketPath: this.#socket, path: '/RPC2', method: 'POST', headers, agent: this.#agent };
    return new Promise((resolve, reject) => {
      const call = request(options, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => resolve(text));
        response.on('error', reject);
      });
      call.on('error', (error: NodeJS.ErrnoException) =>
        ['ENOENT', 'ECONNREFUSED'].includes(error.code ?? '') ? resolve('') : reject(error),
      );
      call.end(body);
    });
  }
}

function toConfiguration({ directory, units, logged }: FleetSite, socket: string): string {
  const programs = units.map(({ name, argv }) => {
    const log = logged ? join(directory, `${name}.log`) : '/dev/null';
    return [
      `[program:${name}]`,
      `command=${argv.join(' ')}`,
      'autorestart=true',
      'startsecs=0',
      'redirect_stderr=true',
      `stdout_logfile=${log}`,
      'stdout_logfile_maxbytes=0',
    ].join('\n');
  });
  const head = [
    `[unix_http_server]\nfile=${socket}`,
    `[supervisord]\nlogfile=${join(directory, 'supervisord.log')}\npidfile=${join(directory, 'supervisord.pid')}\nminfds=4096`,
    '[rpcinterface:supervisor]\nsupervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface',
  ];
  return [...head, ...programs, ''].join('\n\n');
}

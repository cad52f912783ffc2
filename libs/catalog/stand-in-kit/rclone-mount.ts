import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A real rclone that a program has started for itself. */
export interface MountedByRclone {
  stop(): Promise<void>;
}

interface MountRequest {
  readonly name: string;
  readonly remote: { readonly url: string; readonly user: string; readonly password: string };
  /** Where to mount it; absent: only the remote control is there. */
  readonly at: string | undefined;
  /** Port of the remote control; absent: any. */
  readonly control: number | undefined;
  /** Of its configuration. */
  readonly folder: string;
  readonly allowOther: boolean;
}

const startupMs = 15_000;

/**
 * Starts `rclone rcd`, and makes a WebDAV remote and a mount of it through its remote control, as AltMount and Decypharr do.
 * @throws Error with rclone's words
 */
export async function mountByRclone({
  name,
  remote,
  at,
  control,
  folder,
  allowOther,
}: MountRequest): Promise<MountedByRclone> {
  mkdirSync(folder, { recursive: true });
  const port = control ?? (await freePort());
  const args = [
    'rcd',
    `--rc-addr=127.0.0.1:${port}`,
    '--rc-no-auth',
    `--config=${folder}/rclone.conf`,
    '--use-cookies',
  ];
  const child = spawn('rclone', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = whenEnded(child);
  const call = async (command: string, body: object): Promise<void> => {
    const response = await fetch(`http://127.0.0.1:${port}/${command}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`rclone refused ${command}: ${await response.text()}`);
  };
  const stop = async (): Promise<void> => {
    if (at !== undefined) await call('mount/unmount', { mountPoint: at }).catch(() => undefined); // it may be gone
    child.kill('SIGINT');
    await ended;
  };
  try {
    await Promise.race([answers(() => call('rc/noop', {})), ended.then((words) => Promise.reject(new Error(words)))]);
    if (at === undefined) return { stop };
    const { url, user, password } = remote;
    const parameters = { url, vendor: 'other', pacer_min_sleep: '0', user, pass: password };
    await call('config/create', { name, type: 'webdav', parameters });
    mkdirSync(at, { recursive: true });
    const mountOpt = { AllowNonEmpty: true, AllowOther: allowOther, DeviceName: name, VolumeName: name };
    await call('mount/mount', { fs: `${name}:`, mountPoint: at, mountOpt, vfsOpt: { DirCacheTime: 1_000_000_000 } });
    return { stop };
  } catch (error) {
    child.kill('SIGINT');
    throw error;
  }
}

async function answers(ask: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + startupMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(50);
    }
  }
}

/** Resolves with what it said last. */
async function whenEnded(child: ChildProcess): Promise<string> {
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-2_000)));
  const failure = once(child, 'error').then(([error]) => String(error));
  const [code] = (await Promise.race([once(child, 'close'), failure.then((text) => [text])])) as [number | string];
  return `failed to start rclone RC server: it ended with ${code}: ${words.trim()}`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

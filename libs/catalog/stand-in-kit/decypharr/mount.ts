import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StandInConfig } from './config.ts';

export interface Mount {
  stop(): Promise<void>;
}

/**
 * Mounts the own WebDAV with a real rclone. `rclone`: a remote-controlled one that is told to, as the program does;
 * `dfs`: one that plays the program's own file system.
 * @throws Error in the words of the program that failed
 */
export async function startMount(folder: string, { mount, port, urlBase }: StandInConfig): Promise<Mount> {
  mkdirSync(mount.path, { recursive: true });
  const remote = `:webdav,url="http://127.0.0.1:${port}${urlBase}webdav/",vendor=other,pacer_min_sleep=0:`;
  const config = ['--config', join(folder, 'rclone', 'rclone.conf')];
  if (mount.type === 'rclone') {
    const daemon = await started(['rcd', '--rc-addr', `:${mount.rcPort}`, '--rc-no-auth', ...config]);
    try {
      await call(mount.rcPort, 'core/version', {});
      const mountOpt = { AllowNonEmpty: true, AllowOther: true, UID: mount.uid, GID: mount.gid };
      await call(mount.rcPort, 'mount/mount', { fs: remote, mountPoint: mount.path, mountOpt });
    } catch (error) {
      await end(daemon);
      throw error;
    }
    return {
      stop: async () => {
        await call(mount.rcPort, 'mount/unmount', { mountPoint: mount.path }).catch(() => undefined); // it ends with it
        await end(daemon);
      },
    };
  }
  const own = ['--allow-other', '--allow-non-empty', `--uid=${mount.uid}`, `--gid=${mount.gid}`];
  const child = await started(['mount', remote, mount.path, ...own, ...config]);
  return { stop: () => end(child) };
}

async function started(args: readonly string[]): Promise<ChildProcess> {
  const child = spawn('rclone', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)));
  const early = new Promise<Error>((resolve) => {
    child.once('error', () => resolve(new Error('exec: "rclone": executable file not found in $PATH')));
    child.once('exit', () => resolve(new Error(`failed to create mount: ${said.trim()}`)));
  });
  const failure = await Promise.race([early, sleep(1000)]);
  if (failure instanceof Error) throw failure;
  return child;
}

async function call(port: string, method: string, body: unknown): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const answer = await fetch(`http://127.0.0.1:${port}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }).catch((error: unknown) => error);
    if (answer instanceof Response) {
      if (answer.ok) return;
      throw new Error(`failed to mount: ${await answer.text()}`);
    }
    if (attempt === 20) throw new Error(`rclone does not answer: ${String(answer)}`);
    await sleep(250);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

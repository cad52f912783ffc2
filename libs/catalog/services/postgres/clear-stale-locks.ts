import { Problem } from '@showrunner/contracts';
import type { HookContext } from '../../vocabulary/hooks.ts';

/**
 * Removes the lock files of a server that was killed. After a restart of the machine their pid may belong to any
 * program, and PostgreSQL would refuse to start; so the process behind the pid is looked at before anything is removed.
 * @throws Problem `hook.failed` where a server may live
 */
export async function clearStaleLocks(ctx: HookContext, dataDir: string, socket: string): Promise<void> {
  await clearLock(ctx, `${dataDir}/postmaster.pid`, [], dataDir);
  await clearLock(ctx, `${socket}.lock`, [socket], undefined);
}

async function clearLock(
  ctx: HookContext,
  lock: string,
  beside: readonly string[],
  dataDir: string | undefined,
): Promise<void> {
  const text = await ctx.files.readText(lock);
  if (text === undefined) return;
  const pid = text.split('\n')[0]?.trim() ?? '';
  if (await isServer(ctx, pid, dataDir)) {
    throw new Problem('hook.failed', `A PostgreSQL server with pid ${pid} holds ${lock}. Stop it, then retry.`, {
      details: { pid: Number(pid) },
    });
  }
  for (const path of [...beside, lock]) await ctx.files.remove(path);
  ctx.log(`Removed ${lock}: its server (pid ${pid}) is gone.`);
}

async function isServer(ctx: HookContext, pid: string, dataDir: string | undefined): Promise<boolean> {
  if (!/^\d+$/.test(pid)) return false;
  const commandLine = await ctx.files.readText(`/proc/${pid}/cmdline`);
  if (commandLine === undefined || commandLine === '') return false;
  const argv = commandLine.split('\0');
  const program = argv[0]?.split('/').at(-1) ?? '';
  if (!/^(postgres|postmaster)\b/.test(program)) return false;
  const named = argv[argv.indexOf('-D') + 1];
  // A server that says which directory it serves, and it is not this one, holds nothing here.
  return dataDir === undefined || !argv.includes('-D') || named === dataDir;
}

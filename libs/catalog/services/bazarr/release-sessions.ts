import type { Hook } from '../../vocabulary/hooks.ts';

const remedy = 'PostgreSQL may run out of connections after many subtitles; restart Bazarr then.';

/**
 * Lets each job of Bazarr give its database session back when it ends. Releases that do not do so keep one connection to
 * PostgreSQL for every job that they have finished. Nothing is changed where the release does it itself, or is built in
 * another way; SQLite has no such limit.
 */
export const releaseSessions: Hook = async (ctx) => {
  if (ctx.values['postgres_enabled'] !== 'true') return 'done';
  const path = `${ctx.values['artifact'] ?? ''}/bazarr/app/jobs_queue.py`;
  const source = await ctx.files.readText(path);
  if (source === undefined || /\bdatabase\.(remove|close)\(\)/.test(source)) return 'done';
  const endings = [...source.matchAll(/^([ \t]+)finally:[ \t]*\n/gm)];
  const [ending] = endings;
  if (ending === undefined || endings.length > 1) {
    ctx.log(`This release of Bazarr runs its jobs in another way; it was left as it is. ${remedy}`);
    return 'done';
  }
  const at = ending.index + ending[0].length;
  const indent = /^[ \t]+/.exec(source.slice(at))?.[0] ?? `${ending[1] ?? ''}    `;
  const release = `${indent}from app.database import database\n${indent}database.remove()\n`;
  const facts = await ctx.files.facts(path);
  await ctx.files.write(path, source.slice(0, at) + release + source.slice(at), {
    mode: facts?.mode ?? 0o644,
    ...(ctx.owner === undefined ? {} : { owner: ctx.owner }),
  });
  ctx.log('Jobs of Bazarr give their database connection back now.');
  return 'done';
};

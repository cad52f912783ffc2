import { type Json, type JsonObject, Problem } from '@showrunner/contracts';
import type { Hook } from '../../vocabulary/hooks.ts';
import { isLegacy, mergeConfig } from './merge-config.ts';

/**
 * Puts providers and mount into `config.json`, in the form that the installed version reads. Data cannot say it: a list has
 * one entry for each key of the entry's map, beside those that a person has added in Decypharr itself.
 * @throws Problem `file.unreadable` where the file is a link, or no JSON object
 */
export const writeProviders: Hook = async (ctx) => {
  const path = ctx.values['config_file'] ?? '';
  if ((await ctx.files.facts(path))?.kind !== 'file') {
    throw new Problem('file.unreadable', `${path} must be a plain file. Move away what is there.`);
  }
  const text = (await ctx.files.readText(path)) ?? '';
  const version = (await ctx.files.readText(ctx.values['version_file'] ?? '')) ?? '';
  const { mount_type: mountType } = ctx.entry;
  const config = mergeConfig(parse(text, path), {
    apiKeys: toObject(ctx.entry['api_keys']),
    mountType: typeof mountType === 'string' && mountType !== '' ? mountType : 'dfs',
    mountPath: ctx.values['mount_path'] ?? '',
    dfs: toObject(ctx.entry['dfs']),
    cacheDir: ctx.values['cache_dir'] ?? '',
    downloadFolder: ctx.values['download_folder'] ?? '',
    uid: Number(ctx.values['uid']),
    gid: Number(ctx.values['gid']),
    legacy: isLegacy(version),
  });
  const owner = ctx.owner === undefined ? {} : { owner: ctx.owner };
  const cache = toObject(toObject(config['mount'])['dfs'])['cache_dir'];
  if (typeof cache === 'string' && cache.startsWith('/')) await ctx.files.makeDirectory(cache, owner);
  const after = `${JSON.stringify(config, null, 4)}\n`;
  if (after !== text) await ctx.files.write(path, after, { mode: 0o600, ...owner });
  return 'done';
};

function parse(text: string, path: string): JsonObject {
  try {
    const value = JSON.parse(text) as Json; // JSON.parse makes nothing else
    if (isObject(value)) return value;
  } catch (cause) {
    throw new Problem('file.unreadable', `${path} is not JSON. Mend it or move it away.`, { cause });
  }
  throw new Problem('file.unreadable', `${path} does not hold an object. Mend it or move it away.`);
}

function toObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

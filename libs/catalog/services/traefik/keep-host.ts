import yaml from 'yaml';
import type { Hook } from '../../vocabulary/hooks.ts';

/**
 * Puts the host back in front of the port of the entry point, where the document has one: the port follows `port`, the host
 * is the person's.
 */
export const keepHost: Hook = async (ctx) => {
  const { config_file: path = '', address = '', port = '' } = ctx.values;
  const host = address.slice(0, Math.max(0, address.lastIndexOf(':')));
  if (host === '') return 'done';
  const document = yaml.parseDocument((await ctx.files.readText(path)) ?? '');
  const wanted = `${host}:${port}`;
  if (document.getIn(['entryPoints', 'web', 'address']) === wanted) return 'done';
  document.setIn(['entryPoints', 'web', 'address'], wanted);
  await ctx.files.write(path, document.toString(), {
    mode: 0o644,
    ...(ctx.owner === undefined ? {} : { owner: ctx.owner }),
  });
  return 'done';
};

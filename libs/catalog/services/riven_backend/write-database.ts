import { type Json, type JsonObject, Problem } from '@showrunner/contracts';
import type { Hook } from '../../vocabulary/hooks.ts';
import { isObject } from './wanted-settings.ts';

/**
 * Writes the address of the database into the settings that Riven keeps. It reads the environment on its first start only,
 * and without a database it does not live long enough to be told through its interface that the database has moved.
 * @throws Problem `file.unreadable` where the settings are damaged
 */
export const writeDatabase: Hook = async (ctx) => {
  const path = ctx.values['settings_file'] ?? '';
  const text = await ctx.files.readText(path);
  if (text === undefined) return 'done'; // the first start: the environment says it
  const settings = parse(text, path);
  const { database } = settings;
  const host = ctx.values['database_url'] ?? '';
  if (database === undefined || !isObject(database) || database['host'] === host) return 'done';
  const moved: JsonObject = { ...settings, database: { ...database, host } };
  await ctx.files.write(path, `${JSON.stringify(moved, null, 4)}\n`, {
    mode: 0o600,
    ...(ctx.owner === undefined ? {} : { owner: ctx.owner }),
  });
  ctx.log('Wrote the address of the database into the settings of Riven.');
  return 'done';
};

function parse(text: string, path: string): JsonObject {
  let value: Json;
  try {
    value = JSON.parse(text) as Json; // JSON.parse makes nothing else
  } catch (cause) {
    throw new Problem('file.unreadable', `${path} is not JSON. Mend it, or remove it so that Riven begins anew.`, {
      cause,
    });
  }
  if (isObject(value)) return value;
  throw new Problem(
    'file.unreadable',
    `${path} does not hold an object. Mend it, or remove it so that Riven begins anew.`,
  );
}

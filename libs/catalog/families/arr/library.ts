import type { JsonObject } from '@showrunner/contracts';
import { Problem } from '@showrunner/contracts';
import type { ConnectionContext } from '../../vocabulary/connections.ts';
import type { ArrApi } from './arr-api.ts';

/**
 * Lets an Arr keep its library in a directory, which is made where it is missing. Lidarr wants a name and profiles with it.
 * Nobody takes it away again: what a library holds belongs to the person.
 */
export async function ensureRootFolder(arr: ArrApi, path: string, ctx: Pick<ConnectionContext, 'files' | 'owner'>) {
  const { owner } = ctx;
  await ctx.files.makeDirectory(path, { mode: 0o777, ...(owner === undefined ? {} : { owner }) });
  const present = await arr.list('rootfolder');
  if (present.some((folder) => bare(String(folder['path'])) === bare(path))) return false;
  await arr.create('rootfolder', { path, ...(arr.isMusic ? await musicDefaults(arr, path) : {}) });
  return true;
}

/** Lets an Arr open what it imports to everybody, so that all programs of the stack can work on it. */
export async function ensurePermissions(arr: ArrApi): Promise<boolean> {
  const path = 'config/mediamanagement';
  const present = await arr.get(path);
  const wanted: JsonObject = {
    ...present,
    ...(Object.hasOwn(present, 'setPermissionsLinux') ? { setPermissionsLinux: true } : {}),
    ...(Object.hasOwn(present, 'setPermissions') ? { setPermissions: true } : {}),
    ...inItsType('chmodFolder', 777, present),
    ...inItsType('chmodFile', 666, present),
  };
  if (Object.keys(wanted).every((key) => wanted[key] === present[key])) return false;
  await arr.update(`${path}/${String(present['id'])}`, wanted);
  return true;
}

/** Versions differ in whether a mode is a text or a number. */
function inItsType(key: string, mode: number, present: JsonObject): JsonObject {
  if (!Object.hasOwn(present, key)) return {};
  return { [key]: typeof present[key] === 'number' ? mode : String(mode) };
}

async function musicDefaults(arr: ArrApi, path: string): Promise<JsonObject> {
  const first = async (list: string) => {
    const id = (await arr.list(list))[0]?.['id'];
    if (typeof id === 'number') return id;
    throw new Problem('connection.refused', `${arr.name} has no ${list}. Add one in its settings.`);
  };
  return {
    name: path.split('/').findLast((part) => part !== '') ?? path,
    defaultQualityProfileId: await first('qualityprofile'),
    defaultMetadataProfileId: await first('metadataprofile'),
  };
}

function bare(path: string): string {
  return path.replace(/\/+$/, '');
}

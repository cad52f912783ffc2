import { type Json, type JsonObject, Problem } from '@showrunner/contracts';
import type { ConnectionContext, ConnectionHooks } from '../../vocabulary/connections.ts';

/** The programs that NeutArr has a file for. */
const apps = ['sonarr', 'radarr', 'lidarr', 'whisparr'];

/**
 * One Arr in NeutArr's file of its kind. NeutArr reads its files again every few seconds, so nothing is started anew.
 * Instances of a person survive, and so does what a person has set in ours. Values: `folder`, `arr_url`, `arr_key`.
 */
export const neutarrArr: ConnectionHooks = {
  async connect(ctx) {
    const { arr_url: url = '', arr_key: key = '' } = ctx.values;
    // A key that is not known yet must not take the place of one that works.
    if (key === '') throw new Problem('connection.not-ready', `${ctx.peer.processName} has no API key yet.`);
    await change(ctx, (instances) => {
      const name = nameOf(ctx);
      const wanted = {
        name,
        api_url: url,
        api_key: key,
        enabled: true,
        // Parts of it look for the address of Radarr here.
        ...(ctx.peer.serviceKey === 'radarr' ? { address: url } : {}),
      };
      const at = placeOf(instances, name);
      if (at === -1) return [...instances, wanted];
      return instances.map((instance, index) => (index === at ? { ...instance, ...wanted } : instance));
    });
    return 'done';
  },
  async disconnect(ctx) {
    // One that leads to another machine is a person's, whatever it is called.
    await change(ctx, (instances) =>
      instances.filter((instance) => !(isCalled(instance, nameOf(ctx)) && isHere(instance['api_url']))),
    );
    return 'done';
  },
  async isMade(ctx) {
    if (!apps.includes(ctx.peer.serviceKey)) return true;
    return (await read(ctx)).instances.some((instance) => isCalled(instance, nameOf(ctx)));
  },
};

async function change(
  ctx: ConnectionContext,
  next: (instances: readonly JsonObject[]) => readonly JsonObject[],
): Promise<void> {
  if (!apps.includes(ctx.peer.serviceKey)) return;
  const { path, settings, instances: before } = await read(ctx);
  const after = next(before);
  if (JSON.stringify(after) === JSON.stringify(before)) return;
  const owner = ctx.owner === undefined ? {} : { owner: ctx.owner };
  await ctx.files.write(path, `${JSON.stringify({ ...settings, instances: after }, null, 2)}\n`, {
    mode: 0o664,
    ...owner,
  });
}

async function read({ files, values, peer }: ConnectionContext) {
  const path = `${values['folder'] ?? ''}/${peer.serviceKey}.json`;
  const text = await files.readText(path);
  const settings = text === undefined ? {} : parse(text, path);
  const present = Array.isArray(settings['instances']) ? (settings['instances'] as readonly Json[]) : [];
  return { path, settings, instances: present.filter(isObject) };
}

function nameOf({ peer }: ConnectionContext): string {
  return peer.instance ?? peer.processName;
}

/** The instance of that name; else the empty one that NeutArr begins with. */
function placeOf(instances: readonly JsonObject[], name: string): number {
  const own = instances.findIndex((instance) => isCalled(instance, name));
  return own === -1
    ? instances.findIndex((instance) => isCalled(instance, 'Default') && !instance['api_url'] && !instance['api_key'])
    : own;
}

function isCalled(instance: JsonObject, name: string): boolean {
  return String(instance['name']).toLowerCase() === name.toLowerCase();
}

function isHere(url: Json | undefined): boolean {
  return typeof url !== 'string' || url === '' || /^http:\/\/127\.0\.0\.1:\d+/.test(url);
}

function parse(text: string, path: string): JsonObject {
  try {
    const value = JSON.parse(text) as Json; // JSON.parse gives nothing else
    if (isObject(value)) return value;
  } catch {
    // Said below, as for what is no object.
  }
  throw new Problem('connection.refused', `${path} is not the JSON that NeutArr writes. Mend it, then retry.`);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

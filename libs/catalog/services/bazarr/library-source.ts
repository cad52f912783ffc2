import { type JsonObject, Problem } from '@showrunner/contracts';
import type { HttpResponse } from '@showrunner/platform';
import { parse } from 'yaml';
import type { ConnectionContext, ConnectionHooks } from '../../vocabulary/connections.ts';

type Section = 'sonarr' | 'radarr';

/**
 * Lets Bazarr look for subtitles for what a Sonarr or Radarr holds. Bazarr has room for one of each: what a person has
 * put there stays, and so does the first of several.
 */
export const librarySource: ConnectionHooks = {
  async connect(ctx) {
    const section = sectionOf(ctx);
    const api = await openBazarr(ctx);
    const settings = await api.read();
    const present = settings[section];
    const wanted = wantedOf(ctx);
    if (settings.general[`use_${section}`] === true && !isOurs(present, wanted)) {
      const where = `${String(present['ip'])}:${String(present['port'])}`;
      ctx.log(`Bazarr can ask one ${section === 'sonarr' ? 'Sonarr' : 'Radarr'} only, and asks the one at ${where}.`);
      return 'done';
    }
    const same = Object.entries(wanted).every(([key, value]) => String(present[key]) === String(value));
    if (same && settings.general[`use_${section}`] === true) return 'done';
    await api.write({
      [`settings-general-use_${section}`]: 'true',
      ...Object.fromEntries(
        Object.entries(wanted).map(([key, value]) => [`settings-${section}-${key}`, String(value)]),
      ),
    });
    return 'done';
  },

  async disconnect(ctx) {
    const section = sectionOf(ctx);
    const api = await openBazarr(ctx);
    const settings = await api.read();
    if (settings.general[`use_${section}`] !== true || !isOurs(settings[section], wantedOf(ctx))) return 'done';
    await api.write({ [`settings-general-use_${section}`]: 'false' });
    return 'done';
  },

  // Another one in its place is a person's choice.
  isMade: async (ctx) => (await (await openBazarr(ctx)).read()).general[`use_${sectionOf(ctx)}`] === true,
};

function sectionOf({ peer }: ConnectionContext): Section {
  return peer.serviceKey === 'radarr' ? 'radarr' : 'sonarr';
}

interface Wanted {
  readonly ip: string;
  readonly port: number;
  readonly base_url: string;
  readonly ssl: boolean;
  readonly apikey: string;
}

/** Where an Arr is, in Bazarr's words; blank where it is gone. */
function wantedOf({ values }: ConnectionContext): Wanted {
  const address = values['arr_url'] ?? '';
  const apikey = values['arr_key'] ?? '';
  if (!URL.canParse(address)) return { ip: '', port: 0, base_url: '/', ssl: false, apikey };
  const url = new URL(address);
  return { ip: url.hostname, port: Number(url.port), base_url: url.pathname, ssl: url.protocol === 'https:', apikey };
}

/** By its key, which moves with it, or by its place. */
function isOurs(present: JsonObject, { port, apikey }: Wanted): boolean {
  const isLocal = ['127.0.0.1', 'localhost', '::1'].includes(String(present['ip']));
  return isLocal && ((apikey !== '' && present['apikey'] === apikey) || (port !== 0 && present['port'] === port));
}

interface BazarrSettings {
  readonly general: JsonObject;
  readonly sonarr: JsonObject;
  readonly radarr: JsonObject;
}

async function openBazarr(ctx: ConnectionContext) {
  const key = await readKey(ctx);
  const call = async (method: string, form?: Readonly<Record<string, string>>) =>
    expectSuccess(
      await ctx.http({
        url: `${ctx.values['url'] ?? ''}/api/system/settings`,
        method,
        headers: {
          'x-api-key': key,
          ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        },
        ...(form === undefined ? {} : { body: new URLSearchParams(form).toString() }),
      }),
    );
  return {
    read: async (): Promise<BazarrSettings> => {
      const answer: unknown = JSON.parse((await call('GET')).body);
      const at = (name: string): JsonObject => (isObject(answer) && isObject(answer[name]) ? answer[name] : {});
      return { general: at('general'), sonarr: at('sonarr'), radarr: at('radarr') };
    },
    write: async (form: Readonly<Record<string, string>>) => void (await call('POST', form)),
  };
}

/** Bazarr makes its key itself and keeps it in its settings file. */
async function readKey(ctx: ConnectionContext): Promise<string> {
  const text = await ctx.files.readText(ctx.values['config_file'] ?? '');
  const config: unknown = text === undefined ? undefined : parse(text);
  const auth = isObject(config) ? config['auth'] : undefined;
  const key = isObject(auth) ? auth['apikey'] : undefined;
  if (typeof key === 'string' && key !== '') return key;
  throw new Problem('connection.not-ready', 'Bazarr has not made its API key yet.');
}

function expectSuccess(response: HttpResponse): HttpResponse {
  const { status, body } = response;
  if (status >= 200 && status < 300) return response;
  if (status === 401 || status === 403)
    throw new Problem(
      'connection.refused',
      'Bazarr does not take its own API key. Restart it, so that it reads its settings again.',
    );
  if (status === 429 || status >= 500)
    throw new Problem('connection.not-ready', `Bazarr is busy: it answered with status ${status}.`);
  throw new Problem('connection.refused', `Bazarr did not take it: ${body.slice(0, 200) || `status ${status}`}.`);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { Problem } from '@showrunner/contracts';
import { readKey, writeKey } from '../../families/ini-section.ts';
import { readPreferences } from '../../families/media-server/plex-preferences.ts';
import type { Hook, HookContext } from '../../vocabulary/hooks.ts';

const timeoutMs = 5_000;

/**
 * Fills in what Tautulli does not know of Plex yet: it writes over its file when it ends, so this is done while it does not
 * run. What the person, or Tautulli itself, has put there stays. Where nothing can be said of Plex its own wizard asks.
 */
export const fillInPlex: Hook = async (ctx) => {
  const path = ctx.values['config_file'] ?? '';
  const before = (await ctx.files.readText(path)) ?? '';
  let text = withoutRoot(before, ctx);
  const server = await describeServer(ctx);
  for (const [key, value] of Object.entries(server)) {
    if (value !== '' && isBlank(readKey(text, 'PMS', key))) text = writeKey(text, 'PMS', key, quoted(value));
  }
  if (text !== before) await ctx.files.write(path, text, { mode: 0o600, ...(ctx.owner ? { owner: ctx.owner } : {}) });
  return 'done';
};

/** Pages behind our proxy are at the root; with another one, or a mistyped one, Tautulli's web server does not start. */
function withoutRoot(text: string, ctx: HookContext): string {
  const root = readKey(text, 'General', 'http_root');
  if (isBlank(root)) return text;
  ctx.log(`Tautulli is reached without the HTTP root ${root ?? ''}; it was taken out of its settings.`);
  return writeKey(text, 'General', 'http_root', '""');
}

async function describeServer(ctx: HookContext): Promise<Readonly<Record<string, string>>> {
  const { plex_enabled: enabled, plex_url: own = '', plex_name: name = '', address = '', token = '' } = ctx.values;
  const url = toUrl(address.trim(), ctx) ?? (enabled === 'true' ? new URL(own) : undefined);
  if (url === undefined) return {};
  const preferences = enabled === 'true' ? await ctx.files.readText(ctx.values['plex_preferences'] ?? '') : undefined;
  const known = readPreferences(preferences ?? '');
  const secure = url.protocol === 'https:';
  return {
    pms_token: token || (known?.get('PlexOnlineToken') ?? ''),
    pms_url: url.origin,
    pms_url_manual: '1',
    pms_name: name,
    pms_ip: url.hostname,
    pms_port: url.port || (secure ? '443' : '80'),
    ...(secure ? { pms_ssl: '1' } : {}),
    pms_identifier: (await identify(ctx, url.origin)) ?? known?.get('ProcessedMachineIdentifier') ?? '',
  };
}

function toUrl(address: string, ctx: HookContext): URL | undefined {
  if (address === '') return undefined;
  if (/^https?:\/\//.test(address) && URL.canParse(address)) return new URL(address);
  ctx.log(`The Plex address in the general settings is none: ${address}. It must be like http://192.168.1.5:32400.`);
  return undefined;
}

/** As the server calls itself. An address that does not answer must not keep Tautulli from starting. */
async function identify(ctx: HookContext, origin: string): Promise<string | undefined> {
  try {
    const answer = await ctx.http({ url: `${origin}/identity`, timeoutMs });
    return /\bmachineIdentifier="([^"]+)"/.exec(answer.body)?.[1];
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'source.unreachable') throw error;
    ctx.log(`Plex did not answer at ${origin}; Tautulli goes on asking.`);
    return undefined;
  }
}

function isBlank(value: string | undefined): boolean {
  return value === undefined || /^(?:""|'')?$/.test(value);
}

/** ConfigObj takes a comma for a list and a number sign for a comment. */
function quoted(value: string): string {
  if (!/[,#"'=[\]]|^\s|\s$/.test(value)) return value;
  return value.includes('"') ? `'${value.replaceAll("'", '’')}'` : `"${value}"`;
}

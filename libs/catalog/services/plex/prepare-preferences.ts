import { Problem } from '@showrunner/contracts';
import type { Hook, HookContext } from '../../vocabulary/hooks.ts';
import { emptyPreferences, readPreferences, writePreferences } from '../../families/media-server/plex-preferences.ts';
import { sha1Hex } from './sha1.ts';

const claimUrl = 'https://plex.tv/api/claim/exchange';
const timeoutMs = 30_000;

/**
 * Names the server and claims it for an account, in the file that Plex itself rewrites when it ends: so it is done while
 * Plex does not run. A claim token lives for minutes; one that is refused is told, and does not keep Plex from starting.
 * @throws Problem `file.unreadable` where the file is none that Plex could read
 */
export const preparePreferences: Hook = async (ctx) => {
  const { config_file: path = '', pid_file: pidFile = '' } = ctx.values;
  // Its number may be another program's by now, which would keep Plex from starting.
  await ctx.files.remove(pidFile);
  const before = await ctx.files.readText(path);
  const text = before?.trim() ? before : emptyPreferences;
  const present = readPreferences(text);
  if (present === undefined) {
    throw new Problem(
      'file.unreadable',
      `${path} is not a settings file of Plex. Put a backup of it back, or remove it: Plex is then set up anew.`,
    );
  }
  const name = textOf(ctx, 'friendly_name');
  const changes = { ...(name === '' ? {} : { FriendlyName: name }), ...(await claim(ctx, present)) };
  const after = writePreferences(text, changes);
  if (after === before) return 'done';
  const owner = ctx.owner === undefined ? {} : { owner: ctx.owner };
  await ctx.files.write(path, after, { mode: 0o600, ...owner });
  return 'done';
};

/** What a claim puts into the settings. A server that has an account is left alone. */
async function claim(
  ctx: HookContext,
  present: ReadonlyMap<string, string>,
): Promise<Readonly<Record<string, string>>> {
  const token = textOf(ctx, 'plex_claim');
  if (token === '' || present.get('PlexOnlineToken')) return {};
  const machine = present.get('MachineIdentifier') || toUuid(ctx.values['machine'] ?? '');
  const processed = present.get('ProcessedMachineIdentifier') || sha1Hex(`${machine}- Plex Media Server`);
  const identity = { MachineIdentifier: machine, ProcessedMachineIdentifier: processed };
  const online = await exchange(ctx, token, processed);
  if (online === undefined) return identity;
  ctx.log('Plex belongs to your account now.');
  return { ...identity, PlexOnlineToken: online };
}

async function exchange(ctx: HookContext, token: string, processed: string): Promise<string | undefined> {
  const later =
    'Plex starts without an account: get a new token from plex.tv/claim and restart it within four minutes.';
  try {
    const answer = await ctx.http({
      url: `${claimUrl}?token=${encodeURIComponent(token)}`,
      method: 'POST',
      headers: headersFor(processed),
      timeoutMs,
    });
    const given = /<authentication-token>\s*([^<\s]+)\s*<\/authentication-token>/.exec(answer.body)?.[1];
    if (answer.status >= 200 && answer.status < 300 && given !== undefined) return given;
    ctx.log(`plex.tv did not take the claim token (status ${answer.status}); it has probably expired. ${later}`);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'source.unreachable') throw error;
    ctx.log(`plex.tv could not be reached to claim the server. ${later}`);
  }
  return undefined;
}

function headersFor(processed: string): Readonly<Record<string, string>> {
  return {
    'X-Plex-Client-Identifier': processed,
    'X-Plex-Product': 'Plex Media Server',
    'X-Plex-Version': '1.1',
    'X-Plex-Provides': 'server',
    'X-Plex-Platform': 'Linux',
    'X-Plex-Platform-Version': '1.0',
    'X-Plex-Device-Name': 'PlexMediaServer',
    'X-Plex-Device': 'Linux',
  };
}

/** 32 hex digits as a UUID of version 4. */
function toUuid(hex: string): string {
  const variant = ((parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

function textOf(ctx: HookContext, field: string): string {
  const value = ctx.entry[field];
  return typeof value === 'string' ? value.trim() : '';
}

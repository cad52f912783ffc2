import type { JsonObject } from '@showrunner/contracts';
import { Problem } from '@showrunner/contracts';
import type { Hook, HookContext } from '../../vocabulary/hooks.ts';
import { readKey, writeKey } from '../../families/ini-section.ts';

const timeoutMs = 15_000;

/**
 * Puts the remote's password into rclone's file in rclone's own obscured form, or takes it out where none is wanted.
 * Obscuring the same text twice gives two results, so what is there is revealed and compared first.
 * @throws Problem `hook.failed`, `file.unreadable`
 */
export const obscurePassword: Hook = async (ctx) => {
  const path = ctx.values['config_file'] ?? '';
  const section = ctx.values['section'] ?? '';
  const text = await ctx.files.readText(path);
  if (text === undefined) throw new Problem('file.unreadable', `${path} is missing; it is written before each start.`);

  const wanted = wantedPassword(ctx.entry, ctx.values);
  const present = readKey(text, section, 'pass');
  if (wanted === undefined) {
    if (present !== undefined) await ctx.files.write(path, writeKey(text, section, 'pass', undefined));
    return 'done';
  }
  const program = await findProgram(ctx);
  if (present !== undefined) {
    const revealed = await ctx.exec([program, 'reveal', present], { timeoutMs });
    if (revealed.code === 0 && revealed.stdout.trim() === wanted) return 'done';
  }
  // By standard input: an argument could be read by any other user of the machine.
  const obscured = await ctx.exec([program, 'obscure', '-'], { stdin: wanted, timeoutMs });
  if (obscured.code !== 0) {
    throw new Problem('hook.failed', `rclone could not obscure the password of ${section}: ${obscured.stderr.trim()}`);
  }
  await ctx.files.write(path, writeKey(text, section, 'pass', obscured.stdout.trim()));
  return 'done';
};

function wantedPassword(entry: JsonObject, values: Readonly<Record<string, string>>): string | undefined {
  const kind = text(entry['key_type']).toLowerCase();
  if (entry['zurg_enabled'] === true) {
    const both = values['zurg_user'] && values['zurg_password'];
    return both ? values['zurg_password'] : undefined;
  }
  if (entry['decypharr_enabled'] === true) return undefined;
  if (kind === 'infinidysk' || entry['core_service'] === 'infinidysk') {
    return values['infinidysk_password'] || values['infinidysk_secret'] || undefined;
  }
  switch (kind) {
    case 'realdebrid':
    case 'torbox':
    case 'torbox-ftp':
      return text(entry['password']) || undefined;
    case 'premiumize':
      return text(entry['api_key']) || undefined;
    case 'alldebrid':
      // AllDebrid takes the key as user name and any password.
      return 'eeeee';
    default:
      return undefined;
  }
}

async function findProgram(ctx: HookContext): Promise<string> {
  const installed = `${ctx.values['artifact'] ?? ''}/rclone`;
  return (await ctx.files.facts(installed))?.kind === 'file' ? installed : 'rclone';
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

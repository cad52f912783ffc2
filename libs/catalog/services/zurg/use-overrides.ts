import type { Hook, HookContext } from '../../vocabulary/hooks.ts';

/** Keys that are Showrunner's, whatever a file of one's own says. */
const ours = ['token', 'host', 'port', 'username', 'password'];

/**
 * A program or a configuration that somebody keeps as `/config/zurg` or `/config/config.yml` is used by every instance. Of
 * the configuration, all but what tells the instances apart: their tokens, ports and logins stay.
 */
export const useOverrides: Hook = async (ctx) => {
  await useProgram(ctx);
  await useConfig(ctx);
  return 'done';
};

async function useProgram(ctx: HookContext): Promise<void> {
  const [own, program] = [ctx.values['own_program'] ?? '', ctx.values['program'] ?? ''];
  const [wanted, present] = [await ctx.files.facts(own), await ctx.files.facts(program)];
  if (wanted?.kind !== 'file') return;
  const isThere = present?.sizeBytes === wanted.sizeBytes && present.modifiedAt >= wanted.modifiedAt;
  if (isThere) return;
  // Beside it first: a program that is half copied must never be started.
  await ctx.files.copy(own, `${program}.own`);
  await ctx.files.setMode(`${program}.own`, 0o755);
  if (ctx.owner !== undefined) await ctx.files.setOwner(`${program}.own`, ctx.owner);
  await ctx.files.rename(`${program}.own`, program);
  ctx.log(`Using ${own} instead of the program that was downloaded.`);
}

async function useConfig(ctx: HookContext): Promise<void> {
  const [own, path] = [ctx.values['own_config'] ?? '', ctx.values['config_file'] ?? ''];
  const wanted = await ctx.files.readText(own);
  const present = await ctx.files.readText(path);
  if (wanted === undefined || present === undefined) return;
  const after = withOurs(wanted, present);
  if (after === present) return;
  await ctx.files.write(path, after);
  ctx.log(`Using ${own}, with the token and the port of this instance.`);
}

/** A text of YAML with those top-level lines of another that are ours. */
function withOurs(text: string, present: string): string {
  const isOurs = (line: string): boolean => ours.includes(/^(\w+):/.exec(line)?.[1] ?? '');
  const rest = text.split('\n').filter((line) => !isOurs(line));
  const head = rest.findIndex((line) => line.startsWith('zurg:')) + 1;
  return [...rest.slice(0, head), ...present.split('\n').filter(isOurs), ...rest.slice(head)].join('\n');
}

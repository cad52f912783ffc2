import { Problem } from '@showrunner/contracts';
import type { Hook } from '../../vocabulary/hooks.ts';

const lastLines = 5;

/**
 * Brings Pulsarr's database to the form of the installed release. Pulsarr does not do so itself, so it is done before
 * each start, also after a way back to an older release; what is done already takes a moment.
 * @throws Problem `hook.failed` with the last lines of the migration; Pulsarr is not started then
 */
export const migrateDatabase: Hook = async (ctx) => {
  const { code, signal, stdout, stderr } = await ctx.exec([
    ctx.values['bun'] ?? '',
    'run',
    '--bun',
    'migrations/migrate.ts',
  ]);
  if (code === 0) return 'done';
  const words = `${stdout}\n${stderr}`
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-lastLines);
  const end = code === null ? `was ended by ${signal ?? 'us'}` : `ended with code ${code}`;
  throw new Problem(
    'hook.failed',
    `Pulsarr's database could not be brought to this release: the migration ${end}: ${words.join('\n') || 'it printed nothing'}`,
    { details: { code, lastLines: words } },
  );
};

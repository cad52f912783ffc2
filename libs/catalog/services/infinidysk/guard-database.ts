import { Problem } from '@showrunner/contracts';
import type { Hook } from '../../vocabulary/hooks.ts';

const note = '.showrunner-database';

/**
 * Lets InfiniDysk start only with the database that has its data. It would begin anew in an empty one without a word, and
 * every link of a library would lead nowhere.
 * @throws Problem `service.setting` where the setting names the other database
 */
export const guardDatabase: Hook = async (ctx) => {
  const folder = ctx.values['folder'] ?? '';
  const noted = (await ctx.files.readText(`${folder}/${note}`))?.trim();
  const wanted = ctx.entry['postgres_enabled'] === true ? 'postgres' : 'sqlite';
  const hasFile = (await ctx.files.facts(`${folder}/db.sqlite`)) !== undefined;
  const used = noted ?? (hasFile ? 'sqlite' : wanted);
  if (used !== wanted) throw refusal(used, folder);
  if (noted !== wanted) {
    const owner = ctx.owner === undefined ? {} : { owner: ctx.owner };
    await ctx.files.write(`${folder}/${note}`, `${wanted}\n`, { mode: 0o644, ...owner });
  }
  return 'done';
};

function refusal(used: string, folder: string): Problem {
  const message =
    used === 'sqlite'
      ? `InfiniDysk has its data in ${folder}/db.sqlite; PostgreSQL would be empty. Switch “Use PostgreSQL” off.`
      : 'InfiniDysk has its data in PostgreSQL; SQLite would be empty. Switch “Use PostgreSQL” on.';
  return new Problem('service.setting', `${message} To begin anew, remove ${folder}/${note} and the old data first.`);
}

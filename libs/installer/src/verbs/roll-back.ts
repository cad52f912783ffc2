import type { Files } from '@showrunner/platform';
import type { InstallJournal, JournalStore } from '../activation/journal.ts';
import { parentOf } from '../containment.ts';

/**
 * Puts back what was there before an activation, from whatever point it reached. May itself be interrupted and repeated:
 * the journal says `moving-out` again before the first old path returns, so that a second run cannot take it for a new one.
 */
export async function rollBack(files: Files, journals: JournalStore, journal: InstallJournal): Promise<void> {
  if (journal.phase === 'moving-in' || journal.phase === 'active') {
    for (const path of journal.in) await files.remove(`${journal.target}/${path}`, { recursive: true });
    await journals.turnBack(journal);
  }
  if (journal.phase !== 'staging') {
    for (const path of journal.out) {
      if ((await files.facts(`${journal.previous}/${path}`)) === undefined) continue;
      await files.makeDirectory(parentOf(`${journal.target}/${path}`));
      await files.rename(`${journal.previous}/${path}`, `${journal.target}/${path}`);
    }
  }
  await discard(files, journals, journal);
  if (journal.madeTarget && (await files.facts(journal.target)) && (await files.list(journal.target)).length === 0) {
    await files.remove(journal.target, { recursive: true });
  }
}

/** Forgets the old tree. What a crash leaves of it is forgotten by the recovery; nothing is written for that. */
export async function commit(files: Files, journals: JournalStore, journal: InstallJournal): Promise<void> {
  await discard(files, journals, journal);
}

async function discard(files: Files, journals: JournalStore, journal: InstallJournal): Promise<void> {
  await files.remove(journal.staging, { recursive: true });
  await files.remove(journal.previous, { recursive: true });
  await journals.remove(journal);
}

/**
 * Finishes what a crash left: a tree that stood whole is kept (its step may be recorded as done) unless whoever made it
 * had not proven it; everything before that is taken back. Answers the roots that were rolled back.
 */
export async function recover(
  files: Files,
  journals: JournalStore,
  isUnproven: (root: string) => boolean,
): Promise<readonly string[]> {
  const rolledBack: string[] = [];
  for (const journal of await journals.list()) {
    const whole = journal.phase === 'active' || journal.phase === 'committed';
    if (whole && !(journal.phase === 'active' && isUnproven(journal.target))) {
      await commit(files, journals, journal);
    } else {
      await rollBack(files, journals, journal);
      rolledBack.push(journal.target);
    }
  }
  return rolledBack;
}

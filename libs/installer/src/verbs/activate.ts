import type { Files } from '@showrunner/platform';
import type { PlannedArtifact } from '@showrunner/planner';
import type { InstallJournal, JournalStore } from '../activation/journal.ts';
import { planOverlay, planReplacement, workPrefix } from '../activation/plan-moves.ts';
import { isWithin, nameOf, parentOf } from '../containment.ts';
import { rollBack } from './roll-back.ts';

/**
 * Makes a place for the new tree, and notes it before it exists.
 * @param id of this installation: one root may be installed twice before the first is committed, and both can be undone
 */
export async function openStaging(
  files: Files,
  journals: JournalStore,
  artifact: PlannedArtifact,
  id: string,
): Promise<InstallJournal> {
  const target = artifact.root;
  const before = await files.facts(target);
  const parent = parentOf(target);
  await files.makeDirectory(parent);
  // A rename does not cross file systems: where the target is a mount of its own, we work inside it.
  const device = (file: string | undefined): string | undefined => file?.split(':')[0];
  const apart = before !== undefined && device(before.id) !== device((await files.facts(parent))?.id);
  const base = apart
    ? `${target}/${workPrefix}`
    : `${parent === '/' ? '' : parent}/.${nameOf(target)}${workPrefix.replace('.', '-')}`;
  const journal: InstallJournal = {
    phase: 'staging',
    target,
    staging: `${base}${id}-new`,
    previous: `${base}${id}-old`,
    out: [],
    in: [],
    madeTarget: before === undefined,
  };
  try {
    await journals.write(journal);
    await files.makeDirectory(journal.staging, { mode: 0o755, ...(artifact.owner ? { owner: artifact.owner } : {}) });
    return journal;
  } catch (error) {
    await rollBack(files, journals, journal);
    throw error;
  }
}

/**
 * Puts the staged tree in place. What it replaces is moved aside; persistent paths are not touched at all. A failure on
 * the way puts everything back before it is thrown.
 */
export async function activate(
  files: Files,
  journals: JournalStore,
  artifact: PlannedArtifact,
  staged: InstallJournal,
): Promise<InstallJournal> {
  const trees = { files, target: staged.target, staging: staged.staging, persist: persistentPaths(artifact) };
  const moves = await (artifact.clearOnUpdate ? planReplacement(trees) : planOverlay(trees));
  let journal: InstallJournal = { ...staged, ...moves, phase: 'moving-out' };
  try {
    await journals.prepareTurn(journal);
    await journals.write(journal);
    await files.makeDirectory(staged.target, { mode: 0o755, ...(artifact.owner ? { owner: artifact.owner } : {}) });
    await files.makeDirectory(staged.previous, { mode: 0o700 });
    await moveAll(files, moves.out, staged.target, staged.previous);
    journal = { ...journal, phase: 'moving-in' };
    await journals.write(journal);
    await moveAll(files, moves.in, staged.staging, staged.target);
    journal = { ...journal, phase: 'active' };
    await journals.write(journal);
    await files.remove(staged.staging, { recursive: true });
    return journal;
  } catch (error) {
    await rollBack(files, journals, journal);
    throw error;
  }
}

async function moveAll(files: Files, paths: readonly string[], from: string, to: string): Promise<void> {
  for (const path of paths) {
    await files.makeDirectory(parentOf(`${to}/${path}`));
    await files.rename(`${from}/${path}`, `${to}/${path}`);
  }
}

/** What the manifest names relatively and what the planner found out, in one list of relative paths. */
function persistentPaths(artifact: PlannedArtifact): readonly string[] {
  const planned = artifact.persist.filter((path) => path !== artifact.root && isWithin(artifact.root, path));
  const relative = planned.map((path) => path.slice(artifact.root.length + 1));
  return [
    ...new Set([...artifact.spec.persist, ...relative].map((path) => path.replace(/^\.\//, '').replace(/\/+$/, ''))),
  ];
}

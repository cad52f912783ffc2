import { Problem } from '@showrunner/contracts';
import type { Files } from '@showrunner/platform';

/** Our own directories, where target and parent are on different file systems. */
export const workPrefix = '.showrunner-';

/** What has to move so that the new tree stands at the target; paths relative to both. */
export interface Moves {
  readonly out: readonly string[];
  readonly in: readonly string[];
}

interface Trees {
  readonly files: Files;
  readonly target: string;
  readonly staging: string;
  /** Relative paths that stay as they are, with all below them. */
  readonly persist: readonly string[];
}

/** The new tree takes the place of everything but the persistent paths. */
export async function planReplacement(trees: Trees): Promise<Moves> {
  const out = await collectOut(trees, '');
  const gone = new Set(out);
  return { out, in: await collectIn(trees, '', gone) };
}

/** The new tree is laid over the old one; only what is in both goes aside. */
export async function planOverlay(trees: Trees): Promise<Moves> {
  const out: string[] = [];
  const added: string[] = [];
  const walk = async (relative: string): Promise<void> => {
    for (const path of await children(trees.files, trees.staging, relative)) {
      const [now, next] = await Promise.all([
        kindAt(trees.files, trees.target, path),
        kindAt(trees.files, trees.staging, path),
      ]);
      if (now === undefined) added.push(path);
      else if (isPersistent(trees, path)) continue;
      else if (now === 'directory' && next === 'directory') await walk(path);
      else {
        if (holdsPersistent(trees, path)) throw blocked(trees, path);
        out.push(path);
        added.push(path);
      }
    }
  };
  await walk('');
  return { out, in: added };
}

async function collectOut(trees: Trees, relative: string): Promise<string[]> {
  const out: string[] = [];
  for (const path of await children(trees.files, trees.target, relative)) {
    if (isPersistent(trees, path)) continue;
    const descend = holdsPersistent(trees, path) && (await kindAt(trees.files, trees.target, path)) === 'directory';
    if (descend) out.push(...(await collectOut(trees, path)));
    else out.push(path);
  }
  return out;
}

async function collectIn(trees: Trees, relative: string, gone: ReadonlySet<string>): Promise<string[]> {
  const added: string[] = [];
  for (const path of await children(trees.files, trees.staging, relative)) {
    const stays = !gone.has(path) && (await kindAt(trees.files, trees.target, path)) !== undefined;
    if (!stays) added.push(path);
    else if (isPersistent(trees, path)) continue;
    else if ((await kindAt(trees.files, trees.staging, path)) === 'directory')
      added.push(...(await collectIn(trees, path, gone)));
    else throw blocked(trees, path);
  }
  return added;
}

function isPersistent(trees: Trees, path: string): boolean {
  // A database that no manifest names is a user's work all the same.
  if (/^[^/]+\.(db|sqlite|sqlite3)(-wal|-shm|-journal)?$/.test(path)) return true;
  return trees.persist.some((kept) => path === kept || path.startsWith(`${kept}/`));
}

function holdsPersistent(trees: Trees, path: string): boolean {
  return trees.persist.some((kept) => kept.startsWith(`${path}/`));
}

async function children(files: Files, root: string, relative: string): Promise<readonly string[]> {
  const names = await files.list(relative === '' ? root : `${root}/${relative}`);
  const own = relative === '' ? names.filter((name) => !name.startsWith(workPrefix)) : names;
  return own.map((name) => (relative === '' ? name : `${relative}/${name}`));
}

async function kindAt(files: Files, root: string, relative: string) {
  return (await files.facts(`${root}/${relative}`))?.kind;
}

function blocked(trees: Trees, path: string): Problem {
  return new Problem(
    'file.unwritable',
    `The new version has a file where ${trees.target}/${path} holds data that is kept`,
    {
      details: { path: `${trees.target}/${path}` },
    },
  );
}

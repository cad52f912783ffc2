import type { OciMapping } from '@showrunner/catalog';
import { Problem } from '@showrunner/contracts';
import type { Files } from '@showrunner/platform';

const whiteout = '.wh.';
const opaque = '.wh..wh..opq';

/** What of a layer concerns some paths of an image: they themselves, and whatever takes them or their directories away. */
export function pathsOfLayer(map: readonly Pick<OciMapping, 'from'>[]): readonly string[] {
  const paths = map.flatMap(({ from }) => {
    const parts = from.split('/');
    const takenAway = parts.flatMap((name, depth) => {
      const above = parts.slice(0, depth).map((part) => `${part}/`);
      return [`${above.join('')}${whiteout}${name}`, `${above.join('')}${opaque}`];
    });
    return [from, ...takenAway];
  });
  return [...new Set(paths)];
}

/**
 * Lays an unpacked layer over an image (OCI image layer specification): first it takes away what its whiteouts name, of what
 * was there before it; then its own files take the places of others. No link of the image is followed.
 */
export async function applyLayer(files: Files, layer: string, image: string): Promise<void> {
  await takeAway(files, layer, image);
  await layOver(files, layer, image);
}

/** @param below the same place of the image; `undefined` where the image has no directory there */
async function takeAway(files: Files, layer: string, below: string | undefined): Promise<void> {
  for (const name of await files.list(layer)) {
    const path = `${layer}/${name}`;
    if (name.startsWith(whiteout)) {
      const gone = name === opaque ? await listIfThere(files, below) : [nameAfter(name)];
      if (below !== undefined) for (const one of gone) await files.remove(`${below}/${one}`, { recursive: true });
      await files.remove(path, { recursive: true });
    } else if ((await files.facts(path))?.kind === 'directory') {
      const same = below === undefined ? undefined : `${below}/${name}`;
      const isThere = same !== undefined && (await files.facts(same))?.kind === 'directory';
      await takeAway(files, path, isThere ? same : undefined);
    }
  }
}

function nameAfter(mark: string): string {
  const name = mark.slice(whiteout.length);
  if (name !== '' && name !== '.' && name !== '..') return name;
  throw new Problem('archive.unsafe', `A layer takes ${JSON.stringify(name)} away`, { details: { entry: mark } });
}

async function listIfThere(files: Files, directory: string | undefined): Promise<readonly string[]> {
  return directory === undefined ? [] : await files.list(directory);
}

async function layOver(files: Files, from: string, to: string): Promise<void> {
  for (const name of await files.list(from)) {
    const [upper, lower] = [await files.facts(`${from}/${name}`), await files.facts(`${to}/${name}`)];
    if (upper?.kind === 'directory' && lower?.kind === 'directory')
      await layOver(files, `${from}/${name}`, `${to}/${name}`);
    else {
      if (lower !== undefined) await files.remove(`${to}/${name}`, { recursive: true });
      await files.rename(`${from}/${name}`, `${to}/${name}`);
    }
  }
}

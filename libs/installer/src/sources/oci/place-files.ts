import type { OciMapping } from '@showrunner/catalog';
import { Problem } from '@showrunner/contracts';
import { type Files, matchesName } from '@showrunner/platform';
import { joinInside, nameOf, parentOf } from '../../containment.ts';

/** A file or directory of the image that is taken, and its place in the artifact; both relative. */
interface Move {
  readonly from: string;
  readonly to: string;
  readonly strayLinks: 'refuse' | 'drop';
}

/**
 * Moves what is mapped out of an image into the artifact. Links lead to the same files as in the image; one that leads to
 * what is not taken is refused or left out, as the mapping says.
 * @throws Problem `archive.unsafe`
 */
export async function placeFiles(files: Files, image: string, into: string, map: readonly OciMapping[]): Promise<void> {
  const moves = await findMoves(files, image, map);
  for (const move of moves) {
    for (const link of await findLinks(files, image, move.from)) await turnLink(files, { image, link, move, moves });
  }
  for (const { from, to } of moves) {
    // A link that was left out is not there any more.
    if ((await files.facts(`${image}/${from}`)) === undefined) continue;
    const target = joinInside(into, to);
    await files.makeDirectory(parentOf(target));
    await files.rename(`${image}/${from}`, target);
  }
}

async function findMoves(files: Files, image: string, map: readonly OciMapping[]): Promise<readonly Move[]> {
  const moves: Move[] = [];
  for (const { from: pattern, to: place, strayLinks = 'refuse' } of map) {
    for (const from of await findMatching(files, image, pattern.split('/'))) {
      const to = place.endsWith('/') ? `${place}${nameOf(from)}` : place;
      if (!moves.some((move) => move.to === to || move.from === from)) moves.push({ from, to, strayLinks });
    }
  }
  return moves;
}

/** Paths of the image that fit, through directories alone and never through a link. */
async function findMatching(files: Files, image: string, pattern: readonly string[]): Promise<readonly string[]> {
  let found: readonly string[] = [''];
  for (const [depth, name] of pattern.entries()) {
    const next: string[] = [];
    for (const above of found) {
      if ((await files.facts(`${image}${above}`))?.kind !== 'directory') continue;
      const names = (await files.list(`${image}${above}`)).filter((one) => matchesName(one, name)).toSorted();
      for (const one of names) next.push(`${above}/${one}`);
    }
    found = next;
    if (found.length === 0 && depth < pattern.length) return [];
  }
  return found.map((path) => path.slice(1));
}

async function findLinks(files: Files, image: string, path: string): Promise<readonly string[]> {
  const kind = (await files.facts(`${image}/${path}`))?.kind;
  if (kind === 'symlink') return [path];
  if (kind !== 'directory') return [];
  const links: string[] = [];
  for (const name of await files.list(`${image}/${path}`)) {
    links.push(...(await findLinks(files, image, `${path}/${name}`)));
  }
  return links;
}

async function turnLink(
  files: Files,
  {
    image,
    link,
    move,
    moves,
  }: { readonly image: string; readonly link: string; readonly move: Move; readonly moves: readonly Move[] },
): Promise<void> {
  const path = `${image}/${link}`;
  const target = (await files.readLink(path)) ?? '';
  const meant = resolveIn(parentOf(`/${link}`), target);
  const there = meant === undefined ? undefined : placeOf(meant, moves);
  if (there === undefined && move.strayLinks === 'refuse') {
    throw new Problem('archive.unsafe', `The link ${link} of the image leads to ${target}, which is not taken`, {
      details: { entry: link },
    });
  }
  await files.remove(path);
  const here = `${move.to}${link.slice(move.from.length)}`;
  if (there !== undefined) await files.symlink(relativeTo(here, there), path);
}

/** Where a path of the image will be in the artifact. */
function placeOf(path: string, moves: readonly Move[]): string | undefined {
  const move = moves.find(({ from }) => path === from || path.startsWith(`${from}/`));
  return move === undefined ? undefined : `${move.to}${path.slice(move.from.length)}`;
}

/** @returns without a slash in front; `undefined` where it leads out */
function resolveIn(directory: string, target: string): string | undefined {
  const parts = target.startsWith('/') ? [] : directory.split('/').filter((part) => part !== '');
  for (const part of target.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

function relativeTo(link: string, target: string): string {
  const [from, to] = [link.split('/').slice(0, -1), target.split('/')];
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared += 1;
  return `${'../'.repeat(from.length - shared)}${to.slice(shared).join('/')}`;
}

import { Problem } from '@showrunner/contracts';
import type { Files } from '@showrunner/platform';
import { joinInside, nameOf, parentOf } from '../../containment.ts';
import type { Builder } from '../builder.ts';
import { readNeeded } from './read-needed.ts';

/** They have to be those of the machine: they belong to its kernel, its names and its loader. */
const ofTheMachine = /^(ld-linux[\w-]*|lib(c|m|dl|rt|pthread|resolv|util|anl|gcc_s|stdc\+\+))\.so(\.\d+)*$/;
const maxLinks = 8;

/**
 * Brings along the libraries that programs of another distribution need: what a program asks for, what that asks for, and
 * so on. What lies in `to` already goes before what `from` has.
 */
export const carryLibraries: Builder<'carry-libraries'> = async (step, { tools, staging, artifact, options }) => {
  const { files } = tools;
  const from = joinInside(staging, step.from);
  const to = joinInside(staging, step.to);
  const waiting = step.programs.map((program) => joinInside(staging, program));
  const seen = new Set<string>();
  const missing = new Map<string, string>();
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    options.signal.throwIfAborted();
    const program = await followLinks(files, path, staging);
    const needed = program === undefined ? undefined : await readNeeded(files, program);
    if (needed === undefined) throw unreadable(path.slice(staging.length + 1), artifact.processName);
    for (const name of needed) {
      if (seen.has(name) || ofTheMachine.test(name)) continue;
      seen.add(name);
      const found = await bring(files, name, { from, to });
      if (found === undefined) missing.set(name, nameOf(path));
      else waiting.push(found);
    }
  }
  await files.remove(from, { recursive: true });
  if (missing.size === 0) return;
  const list = [...missing].map(([name, by]) => `${name} (for ${by})`).join(', ');
  throw new Problem('build.failed', `The image of ${artifact.processName} has not got all libraries: ${list}`, {
    details: { missing: [...missing.keys()] },
  });
};

/** The library in its place, whether it was there or is copied there; `undefined` where it is nowhere. */
async function bring(
  files: Files,
  name: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<string | undefined> {
  // The name is what a program of somebody else says.
  if (name.includes('/') || name === '..' || name === '') return undefined;
  const place = `${to}/${name}`;
  if ((await files.facts(place)) !== undefined) return place;
  const source = await followLinks(files, `${from}/${name}`, from);
  if (source === undefined) return undefined;
  await files.makeDirectory(to);
  await files.copy(source, place);
  return place;
}

/** The file behind links that all stay below a directory. */
async function followLinks(files: Files, path: string, within: string): Promise<string | undefined> {
  let at = path;
  for (let hops = 0; hops < maxLinks; hops++) {
    const kind = (await files.facts(at))?.kind;
    if (kind === 'file') return at;
    const target = kind === 'symlink' ? await files.readLink(at) : undefined;
    if (target === undefined || target.startsWith('/')) return undefined;
    at = resolve(parentOf(at), target);
    if (!at.startsWith(`${within}/`)) return undefined;
  }
  return undefined;
}

function resolve(directory: string, target: string): string {
  const parts = directory.split('/');
  for (const part of target.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

function unreadable(path: string, processName: string): Problem {
  return new Problem('build.failed', `${path} of ${processName} is no program for this machine`, { details: { path } });
}

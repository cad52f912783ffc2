import { Problem } from '@showrunner/contracts';
import type { Files } from '@showrunner/platform';
import type { SourceContext } from './performer.ts';
import { unpack } from './unpack.ts';

type Part = Omit<Parameters<typeof unpack>[0], 'into'>;

/**
 * Unpacks several archives into one tree. Each is unpacked alone, so that none can write through a link of another.
 * @throws Problem `archive.unsafe`, also where two of them have the same file
 */
export async function stageTogether(parts: readonly Part[], into: string, context: SourceContext): Promise<void> {
  const { files } = context.tools;
  for (const [index, part] of parts.entries()) {
    const place = index === 0 ? into : `${into}/.part-${index}`;
    await unpack({ ...part, into: place }, context);
    if (index === 0) continue;
    await merge(files, place, into);
    await files.remove(place, { recursive: true });
  }
}

async function merge(files: Files, from: string, to: string): Promise<void> {
  for (const name of await files.list(from)) {
    const there = await files.facts(`${to}/${name}`);
    const kind = (await files.facts(`${from}/${name}`))?.kind;
    if (there === undefined) await files.rename(`${from}/${name}`, `${to}/${name}`);
    else if (there.kind === 'directory' && kind === 'directory') await merge(files, `${from}/${name}`, `${to}/${name}`);
    else throw new Problem('archive.unsafe', `Two packages have ${name}`, { details: { entry: name } });
  }
}

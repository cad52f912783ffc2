import type { Played, PlayedFile } from '@showrunner/catalog/upstream';
import { programSource, standInSource } from '../places.ts';
import { asProgram } from './as-program.ts';
import { bundle, withVersion } from './bundle.ts';
import type { TreeFile } from './tree.ts';

/** The files as they are packed: what they play is bundled from its source. */
export function playFiles(files: readonly PlayedFile[]): Promise<readonly TreeFile[]> {
  return Promise.all(
    files.map(async ({ content, ...file }) => ({
      ...file,
      content: typeof content === 'string' ? content : await textOf(content),
    })),
  );
}

async function textOf({ plays, version, role, runsItself }: Played): Promise<string> {
  const code = 'code' in plays ? plays.code : await bundle(sourceOf(plays));
  const versioned = version === undefined ? code : withVersion(code, version);
  const cast = role === undefined ? versioned : `globalThis.STAND_IN_ROLE = ${JSON.stringify(role)};\n${versioned}`;
  return runsItself === true ? asProgram(cast) : cast;
}

function sourceOf(plays: { readonly standIn: string } | { readonly toolchain: string }): string {
  return 'standIn' in plays ? standInSource(plays.standIn) : programSource(plays.toolchain);
}

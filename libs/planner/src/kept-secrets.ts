import type { FileFormat } from '@showrunner/catalog';
import type { PlanInput } from './input.ts';
import { resolveText } from './resolve/expression.ts';
import { secretName } from './resolve/references.ts';
import { createWorld } from './resolve/world.ts';

/** A secret that a program keeps in a file of its own: where to look, and under which name the facts carry it. */
export interface KeptSecret {
  readonly name: string;
  readonly path: string;
  readonly format: FileFormat;
  readonly at: readonly string[];
}

/** What a survey has to look up before it can be planned. */
export function keptSecrets(input: Pick<PlanInput, 'catalog' | 'facts' | 'effective'>): readonly KeptSecret[] {
  const world = createWorld(input, input.effective);
  return world.members.flatMap((member) =>
    Object.entries(member.manifest.secrets ?? {}).flatMap(([name, { keptIn }]): readonly KeptSecret[] => {
      if (keptIn === undefined) return [];
      const { file, format, at } = keptIn;
      return [{ name: secretName(member, name), path: resolveText(file, { world, member }), format, at }];
    }),
  );
}

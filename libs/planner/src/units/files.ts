import type { DirectorySpec, FileOp, FileSpec } from '@showrunner/catalog';
import type { PlannedDirectory, PlannedFile } from '../plan-model.ts';
import { holds } from '../resolve/condition.ts';
import { resolveJson, resolveText } from '../resolve/expression.ts';
import type { Scope } from '../resolve/references.ts';
import { userOf } from './user.ts';

/** Directories that must be there before a start. */
export function directoriesOf(scope: Scope): readonly PlannedDirectory[] {
  const specs = scope.member.manifest.runtime?.directories ?? [];
  return specs
    .filter(({ when }) => holds(when, scope))
    .map(({ path, mode, owner }) => ({ path: resolveText(path, scope), mode, ...ownerOf(owner, scope) }));
}

/** Configuration files with nothing left to look up. */
export function filesOf(scope: Scope): readonly PlannedFile[] {
  const specs = scope.member.manifest.runtime?.files ?? [];
  return specs.filter(({ when }) => holds(when, scope)).map((spec) => toFile(spec, scope));
}

function toFile({ path, format, seed = '', mode, owner, ops }: FileSpec, scope: Scope): PlannedFile {
  return {
    path: resolveText(path, scope),
    format,
    seed,
    mode,
    ...ownerOf(owner, scope),
    ops: ops.filter(({ when }) => holds(when, scope)).map((op) => toOp(op, scope)),
  };
}

function toOp({ when: _, at, value, ...op }: FileOp, scope: Scope): PlannedFile['ops'][number] {
  const keys = at.map((key) => resolveText(key, { ...scope, verbatim: true }));
  return { ...op, at: keys, ...(value === undefined ? {} : { value: resolveJson(value, scope) }) };
}

function ownerOf(owner: DirectorySpec['owner'], scope: Scope): Pick<PlannedDirectory, 'owner'> {
  const kind = owner === 'run' ? (scope.member.manifest.runtime?.run.user ?? 'service') : owner;
  const user = userOf(kind, scope.world);
  return user === undefined ? {} : { owner: user };
}

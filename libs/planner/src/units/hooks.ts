import type { HookPoint } from '@showrunner/catalog';
import type { PlannedHook } from '../plan-model.ts';
import { resolveLenient } from '../resolve/expression.ts';
import type { Scope } from '../resolve/references.ts';
import type { RunUser } from '../unit.ts';

/** A hook call with the title that a person reads. */
export interface TitledHook {
  readonly title: string;
  readonly hook: PlannedHook;
}

/** The hooks of one point, in the manifest's order. A value that refers to nothing is blank. */
export function hooksOf(
  scope: Scope,
  at: HookPoint,
  run: { readonly cwd: string; readonly env: Readonly<Record<string, string>>; readonly user?: RunUser },
): readonly TitledHook[] {
  const { entry, manifest, unitId } = scope.member;
  const specs = (manifest.runtime?.hooks ?? []).filter((spec) => spec.at === at);
  return specs.map(({ name, title, values }) => ({
    title,
    hook: {
      serviceKey: entry.serviceKey,
      name,
      at,
      values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, resolveLenient(value, scope)])),
      entry: entry.config,
      unitId,
      cwd: run.cwd,
      env: run.env,
      ...(run.user === undefined ? {} : { user: run.user }),
    },
  }));
}

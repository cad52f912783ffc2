import type { Reaction, Reactions } from '@showrunner/catalog';
import { getIn } from '@showrunner/config';
import type { Json, JsonObject } from '@showrunner/contracts';
import type { Need } from '../graph/needs.ts';
import { isObject } from '../json.ts';
import { holds } from '../resolve/condition.ts';
import { resolveText } from '../resolve/expression.ts';
import type { Scope } from '../resolve/references.ts';
import type { World } from '../resolve/world.ts';
import type { UnitEdge } from '../unit.ts';

/** What `dumb.media_protection` says for one process. */
interface Protection {
  readonly on: boolean;
  readonly stableMs: number;
}

const standardStableMs = 30_000;

/** The edges of a unit. One that merely orders must not hold a unit whose provider somebody has stopped, so it is none. */
export function edgesOf(processName: string, needs: readonly Need[], world: World): readonly UnitEdge[] {
  const protection = protectionOf(processName, world.document);
  return needs
    .map((need): UnitEdge => {
      const { provider, kind, until, hard, port } = need;
      const on = protection.on ? need.on : withoutGuard(need.on);
      const mounts = kind === 'mount' ? mountsOf({ world, member: provider }) : [];
      return {
        unitId: provider.unitId,
        processName: provider.entry.processName,
        kind,
        until,
        on,
        required: hard,
        ...(mounts.length > 0 ? { mounts } : {}),
        ...(port === undefined ? {} : { port }),
        ...(words(on).includes('guard') ? { stableMs: protection.stableMs } : {}),
      };
    })
    .filter(({ required, on }) => required || words(on).some((word) => word !== 'ignore'));
}

/** Mount points that a unit makes. */
export function mountsOf(scope: Scope): readonly string[] {
  const mounts = scope.member.manifest.runtime?.run.mounts ?? [];
  return mounts.filter(({ when }) => holds(when, scope)).map(({ path }) => resolveText(path, scope));
}

function protectionOf(processName: string, document: JsonObject): Protection {
  const block = getIn(document, ['dumb', 'media_protection']);
  if (!isObject(block)) return { on: true, stableMs: standardStableMs };
  const services: Json = block['services'] ?? [];
  const rule = (Array.isArray(services) ? services : []).find(
    (item): item is JsonObject => isObject(item) && item['process_name'] === processName,
  );
  const seconds = block['recovery_stabilization_seconds'];
  return {
    on: block['enabled'] !== false && rule?.['enabled'] !== false,
    stableMs: typeof seconds === 'number' ? seconds * 1000 : standardStableMs,
  };
}

function words({ restarted, unhealthy, gone }: Reactions): readonly Reaction[] {
  return [restarted, unhealthy, gone];
}

function withoutGuard({ restarted, unhealthy, gone }: Reactions): Reactions {
  const kept = (reaction: Reaction): Reaction => (reaction === 'guard' ? 'ignore' : reaction);
  return { restarted: kept(restarted), unhealthy: kept(unhealthy), gone: kept(gone) };
}

import type { Entry } from '@showrunner/config';
import type { UpdateMode, UpdateRecord, UpdateView } from '@showrunner/contracts';
import { type VersionWish, versionWish } from '@showrunner/planner';
import { isNewer } from './is-newer.ts';
import type { Schedule } from './next-run.ts';
import type { CheckRecord } from './update.table.ts';

/** What is known about the updates of one entry. */
export interface UpdateFacts {
  readonly entry: Entry;
  /** Whether this version can install the service at all. */
  readonly installable: boolean;
  /** What the source calls the installed version. */
  readonly installed: string | undefined;
  readonly check: CheckRecord | undefined;
  readonly nextCheckAt: number | undefined;
  readonly operationId: string | undefined;
  readonly last: UpdateRecord | undefined;
}

/** When updates of an entry are looked for, and what happens then. */
export interface UpdatePolicy extends Schedule {
  readonly mode: UpdateMode;
}

/** Reads the four fields of an entry; what cannot be read is as by default. */
export function policyOf({ config }: Entry): UpdatePolicy {
  const { auto_update: on, auto_update_mode: mode, auto_update_interval: hours, auto_update_start_time: time } = config;
  return {
    mode: on !== true ? 'off' : mode === 'check_only' ? 'notify' : 'install',
    intervalHours: typeof hours === 'number' && hours > 0 ? hours : 24,
    startTime: typeof time === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(time) ? time : '04:00',
  };
}

/** Whether a wish names one version, or a line of them that somebody has chosen instead of the releases. */
export function isFixed(wish: VersionWish): wish is Extract<VersionWish, { kind: 'tag' | 'branch' | 'commit' }> {
  return wish.kind === 'tag' || wish.kind === 'branch' || wish.kind === 'commit';
}

/** Everything about the version of an entry, for showing. */
export function viewUpdate(facts: UpdateFacts): UpdateView {
  const { entry, installed, check, last } = facts;
  const found = check?.found;
  return {
    processName: entry.processName,
    serviceKey: entry.serviceKey,
    ...judge(facts),
    installed: installed ?? null,
    available: found?.version ?? null,
    releasesBehind: behindOf(facts) ?? null,
    notes: found?.notes ?? null,
    fixed: fixedOf(facts),
    ...policyOf(entry),
    checkedAt: check?.checkedAt ?? null,
    nextCheckAt: facts.nextCheckAt ?? null,
    operationId: facts.operationId ?? null,
    last: last ?? null,
  };
}

function judge(facts: UpdateFacts): Pick<UpdateView, 'state' | 'message'> {
  const { installable, installed, check } = facts;
  if (!installable) return { state: 'unsupported', message: 'This version of Showrunner cannot install it.' };
  if (check?.unsupported !== undefined) return { state: 'unsupported', message: check.unsupported };
  const fixed = fixedOf(facts);
  if (fixed !== null) return { state: 'fixed', message: sayFixed(fixed, facts) };
  if (installed === undefined) return { state: 'absent', message: 'Nothing is installed yet.' };
  if (check === undefined) return { state: 'unknown', message: 'Nobody has looked for a new version yet.' };
  if (check.problem !== undefined) return { state: 'failed', message: check.problem };
  return hasNewer(facts)
    ? { state: 'available', message: `${check.found?.version ?? ''} can be installed; ${installed} is.` }
    : { state: 'current', message: `${installed} is the newest version.` };
}

/** Whether there is an update of what is installed. */
export function hasNewer(facts: Pick<UpdateFacts, 'installed' | 'check'>): boolean {
  const { installed, check } = facts;
  if (installed === undefined || check?.found === undefined) return false;
  return isNewer(check.found.version, installed, behindOf(facts));
}

/** The count of the last look, while what is installed is what was installed then. */
function behindOf({ installed, check }: Pick<UpdateFacts, 'installed' | 'check'>): number | undefined {
  return installed !== undefined && check?.installed === installed ? check.found?.releasesBehind : undefined;
}

function fixedOf({ entry, installed }: UpdateFacts): UpdateView['fixed'] {
  const wish = versionWish(entry.config);
  switch (wish.kind) {
    case 'tag':
      return { kind: 'tag', to: wish.tag, installed: installed?.replace(/^v/, '') === wish.tag.replace(/^v/, '') };
    case 'branch':
      return { kind: 'branch', to: wish.branch, installed: installed?.startsWith(`${wish.branch}-`) === true };
    case 'commit':
      return {
        kind: 'commit',
        to: wish.commit,
        installed: installed === `commit-${wish.commit.slice(0, 12)}`,
      };
    default:
      return null;
  }
}

function sayFixed(fixed: NonNullable<UpdateView['fixed']>, facts: UpdateFacts): string {
  const { installed, check } = facts;
  const kept = fixed.kind === 'tag' ? `It is kept at ${fixed.to}` : `It is built from the ${fixed.kind} ${fixed.to}`;
  if (!fixed.installed) return `${kept}; ${installed === undefined ? 'nothing' : installed} is installed.`;
  return hasNewer(facts) ? `${kept}; ${check?.found?.version ?? ''} is out.` : `${kept}.`;
}

import type { UpdateNotice, UpdateNoticesAnswer, UpdateRecord, UpdateView } from '@showrunner/contracts';

/** At most so many of what was installed are told. */
const told = 10;
/** The project's own processes. */
const projectName = /^d(u)?mb/i;

/** `update-notices`: what could be installed, and what was. */
export function toNotices(
  scope: 'project' | 'all',
  known: {
    readonly updates: readonly UpdateView[];
    readonly history: readonly UpdateRecord[];
    /** What DUMB has left. */
    readonly former: Pick<UpdateNoticesAnswer, 'info' | 'applied'>;
  },
): UpdateNoticesAnswer {
  const isNamed = (name: string) => scope === 'all' || projectName.test(name);
  const concerns = ({ processName }: { readonly processName: string }) => isNamed(processName);
  const left = (notices: readonly UpdateNotice[]) => notices.filter(({ process_name: name }) => isNamed(name));
  return {
    scope,
    available: known.updates.filter(concerns).filter(isWorthTelling).map(toAvailable),
    // Of our own we have nothing to tell beside what could be and was installed.
    info: left(known.former.info).slice(0, told),
    applied: [...known.history.filter(concerns).map(toApplied), ...left(known.former.applied)].slice(0, told),
  };
}

function isWorthTelling({ state, available, installed, fixed }: UpdateView): boolean {
  return state === 'available' || (fixed !== null && (!fixed.installed || available !== installed));
}

function toAvailable(view: UpdateView): UpdateNotice {
  const status = view.fixed === null ? 'update_available' : 'blocked';
  return {
    id: `${view.processName}:${status}:${view.available ?? view.checkedAt ?? ''}`,
    type: 'available',
    process_name: view.processName,
    display_name: view.processName,
    status,
    ...filled({
      message: view.message,
      current_version: view.installed,
      available_version: view.available,
      releases_behind: view.releasesBehind,
      checked_at: view.checkedAt === null ? null : Math.floor(view.checkedAt / 1000),
      release_url: view.notes?.url,
    }),
    ...(view.notes === null ? {} : { notes_label: 'Release notes' }),
  };
}

function toApplied(record: UpdateRecord): UpdateNotice {
  return {
    id: `${record.processName}:${record.outcome}:${record.operationId}`,
    type: 'applied',
    process_name: record.processName,
    display_name: record.processName,
    status: record.outcome === 'updated' ? 'updated' : 'failed',
    applied_at: Math.floor(record.at / 1000),
    ...filled({
      message: record.message,
      previous_version: record.from,
      current_version: record.outcome === 'updated' ? record.to : record.from,
      available_version: record.to,
      release_url: record.notesUrl,
    }),
    ...(record.notesUrl === null ? {} : { notes_label: 'Release notes' }),
  };
}

type Filled<T> = { readonly [K in keyof T]?: NonNullable<T[K]> };

function filled<T extends Readonly<Record<string, unknown>>>(fields: T): Filled<T> {
  const present = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return Object.fromEntries(present) as Filled<T>; // what is left has a value
}

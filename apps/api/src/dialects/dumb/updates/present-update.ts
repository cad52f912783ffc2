import type { UpdateRecord, UpdateStatus, UpdateView } from '@showrunner/contracts';

const statusWords: Readonly<Record<UpdateView['state'], string>> = {
  unknown: 'scheduled',
  current: 'no_update',
  available: 'update_available',
  fixed: 'blocked',
  absent: 'not_installed',
  unsupported: 'unsupported',
  failed: 'error',
};

const outcomeWords: Readonly<Record<UpdateRecord['outcome'], string>> = {
  updated: 'updated',
  'rolled-back': 'failed',
  failed: 'failed',
};

/** What is known about updates, in the original's words; null where nobody has looked and nobody is going to. */
export function toUpdateStatus(view: UpdateView): UpdateStatus | null {
  if (view.state === 'unknown' && view.nextCheckAt === null && view.operationId === null && view.last === null)
    return null;
  const recent = isRecent(view) ? view.last : null;
  return {
    process_name: view.processName,
    status: view.operationId !== null ? 'installing' : recent ? outcomeWords[recent.outcome] : statusWords[view.state],
    ...toCheckFields(view),
    ...(recent === null ? {} : toRecordFields(recent)),
  };
}

/** The answer of a check: what is, not what was done before. */
export function toCheckAnswer(view: UpdateView): UpdateStatus {
  const status = view.state === 'unknown' ? 'error' : statusWords[view.state];
  return { status, ...toCheckFields(view), message: view.message };
}

/** The answer of an installation that has ended. */
export function toInstallAnswer(view: UpdateView, record: UpdateRecord): UpdateStatus {
  return { status: outcomeWords[record.outcome], ...toCheckFields(view), ...toRecordFields(record) };
}

function toCheckFields(view: UpdateView): Omit<UpdateStatus, 'status'> {
  const reason = reasonOf(view);
  return {
    reason,
    message: view.message,
    current_version: view.installed,
    available_version: view.available,
    releases_behind: view.releasesBehind,
    checked_at: toSeconds(view.checkedAt),
    next_check_at: toSeconds(view.nextCheckAt),
    auto_update_enabled: view.mode !== 'off',
    auto_update_mode: view.mode === 'notify' ? 'check_only' : 'install',
    auto_update_interval: view.intervalHours,
    auto_update_start_time: view.startTime,
    ...(view.fixed === null
      ? {}
      : {
          configured_target_kind: view.fixed.kind === 'tag' ? 'release' : view.fixed.kind,
          configured_target_installed: view.fixed.installed,
        }),
    ...(view.notes === null ? {} : { release_url: view.notes.url, notes_label: 'Release notes' }),
  };
}

function toRecordFields(record: UpdateRecord): Partial<UpdateStatus> {
  return {
    message: record.message,
    applied_at: toSeconds(record.at),
    ...(record.outcome === 'updated' ? { previous_version: record.from } : {}),
    install_duration_seconds: record.tookMs / 1000,
    ...(record.downtimeMs === null
      ? { downtime_status: 'not_observed' }
      : { downtime_seconds: record.downtimeMs / 1000, downtime_status: 'completed' }),
    timing_completed_at: new Date(record.at).toISOString(),
  };
}

function reasonOf({ state, fixed }: UpdateView): string | null {
  if (state === 'failed') return 'version_check_failed';
  if (state === 'unsupported') return 'unsupported';
  if (fixed === null) return null;
  return fixed.kind === 'tag' ? 'pinned_version' : fixed.kind;
}

/** What was done after the last look is what a client waits to hear. */
function isRecent({ last, checkedAt }: UpdateView): boolean {
  return last !== null && (checkedAt === null || last.at >= checkedAt);
}

function toSeconds(ms: number | null): number | null {
  return ms === null ? null : Math.floor(ms / 1000);
}

import type { UpdateRecord, UpdateView } from '@showrunner/contracts';
import { formatCount } from '../../../shared/format/words.ts';
import type { Tone } from '../../../shared/ui/state/display-state.ts';

/** Where a version stands, in a few words and a tone. */
export function sayState(view: UpdateView): { readonly words: string; readonly tone: Tone } {
  if (view.operationId !== null) return { words: 'Updating now', tone: 'busy' };
  switch (view.state) {
    case 'available':
      return { words: `${view.available ?? 'A new version'} is ready${sayBehind(view)}`, tone: 'warn' };
    case 'current':
      return { words: 'Up to date', tone: 'ok' };
    case 'fixed':
      return { words: view.fixed?.kind === 'tag' ? 'Pinned' : 'Follows a source of your choice', tone: 'idle' };
    case 'failed':
      return { words: 'The last look did not succeed', tone: 'fail' };
    case 'unsupported':
      return { words: 'Kept up to date by others', tone: 'idle' };
    case 'absent':
      return { words: 'Not installed yet', tone: 'idle' };
    case 'unknown':
      return { words: 'Not looked for yet', tone: 'idle' };
  }
}

function sayBehind({ releasesBehind }: UpdateView): string {
  return releasesBehind !== null && releasesBehind > 1 ? `, ${formatCount(releasesBehind, 'release')} ahead` : '';
}

/** What is done about new versions by itself, as one sentence. */
export function sayPolicy({ mode, intervalHours, startTime }: UpdateView): string {
  if (mode === 'off') return 'Nothing is looked for by itself.';
  const what = mode === 'notify' ? 'looks for a new version and tells you' : 'looks for a new version and installs it';
  return `Showrunner ${what}, ${sayInterval(intervalHours)} from ${startTime}.`;
}

function sayInterval(hours: number): string {
  if (hours === 24) return 'every day';
  if (hours === 168) return 'every week';
  if (hours % 24 === 0) return `every ${hours / 24} days`;
  return `every ${formatCount(hours, 'hour')}`;
}

/** How an update ended, as a title. */
export function sayOutcome({ outcome, processName, to }: UpdateRecord): string {
  if (outcome === 'updated') return `${processName} was updated to ${to ?? 'a new version'}`;
  return outcome === 'rolled-back'
    ? `${processName}: ${to ?? 'the new version'} was taken back`
    : `${processName}: ${to ?? 'the new version'} is not installed`;
}

export const outcomeTones: Readonly<Record<UpdateRecord['outcome'], Tone>> = {
  updated: 'ok',
  'rolled-back': 'warn',
  failed: 'fail',
};

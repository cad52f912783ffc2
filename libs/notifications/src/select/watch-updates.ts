import type { UpdateRecord, UpdateView } from '@showrunner/contracts';
import { aNotice, type Notice } from '../notice.ts';

/** Tells of each new version once, and of each update that has ended. */
export function createUpdateWatch(known: readonly UpdateView[]): (update: UpdateView) => readonly Notice[] {
  const versions = new Map(known.map(({ processName, available }) => [processName, available]));
  const ended = new Map(known.map(({ processName, last }) => [processName, last?.operationId]));
  return (update) => {
    const { processName, available, last, state } = update;
    const notices: Notice[] = [];
    // What installs itself is told when that has ended.
    const isOffered = state === 'available' && available !== null && update.mode !== 'install';
    if (isOffered && versions.get(processName) !== available) notices.push(offered(update, available));
    if (available !== null) versions.set(processName, available);
    if (last !== null && ended.get(processName) !== last.operationId) notices.push(outcome(last));
    ended.set(processName, last?.operationId);
    return notices;
  };
}

function offered({ processName, installed, notes, message }: UpdateView, available: string): Notice {
  const from = installed === null ? '' : ` ${installed} is installed.`;
  return aNotice({
    eventType: 'update.available',
    severity: 'info',
    title: `${available} of ${processName} is available`,
    body: `${message}${message.includes(installed ?? '\0') ? '' : from}${notes === null ? '' : `\n${notes.url}`}`,
    serviceName: processName,
    condition: available,
    metadata: { from: installed, to: available },
  });
}

const titles = {
  updated: 'was updated',
  'rolled-back': 'was not updated; the version before runs again',
  failed: 'could not be updated',
} as const;
const severities = { updated: 'success', 'rolled-back': 'warning', failed: 'critical' } as const;

function outcome({ processName, outcome: how, message, from, to, operationId, notesUrl }: UpdateRecord): Notice {
  return aNotice({
    eventType: how === 'updated' ? 'update.succeeded' : 'update.failed',
    severity: severities[how],
    title: `${processName} ${titles[how]}`,
    body: `${message}${how === 'updated' && notesUrl !== null ? `\n${notesUrl}` : ''}`,
    serviceName: processName,
    condition: to ?? '',
    metadata: { from, to, outcome: how, operation_id: operationId },
  });
}

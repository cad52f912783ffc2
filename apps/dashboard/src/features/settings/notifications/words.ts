import type { DeliveryRow, NoticeType, Severity, TargetKind } from '@showrunner/contracts';
import type { DisplayState } from '../../../shared/ui/state/display-state.ts';

/** What is told, in words. */
export const typeWords: Readonly<Record<NoticeType, string>> = {
  manual: 'Messages and tests',
  'dumb.startup.ready': 'Showrunner is ready',
  'dumb.startup.degraded': 'Not everything came up',
  'service.start.failed': 'A service did not start',
  'service.unhealthy': 'A service is unhealthy',
  'service.stopped.unexpectedly': 'A service stopped unexpectedly',
  'service.auto_restart.attempt': 'A service is being started again',
  'service.auto_restart.succeeded': 'A service is back after a restart',
  'service.auto_restart.failed': 'A service was given up',
  'update.available': 'An update is available',
  'update.succeeded': 'An update was installed',
  'update.failed': 'An update failed',
  'operation.failed': 'An operation failed',
  'stack.braked': 'Many services failed at once',
  'auth.login.failures': 'Somebody guesses a password',
  'media.protection.activated': 'A service lost its media',
  'resource.cpu.high': 'The processor is busy',
  'resource.memory.high': 'Memory is nearly full',
  'resource.disk.high': 'A disk is nearly full',
  'resource.inode.high': 'Too many files on a disk',
  recovery: 'All is well again',
};

/** The words for a type; another version may have told of types that this one does not know. */
export function sayType(type: string): string {
  return typeWords[type as NoticeType] ?? type;
}

export const severityWords: Readonly<Record<Severity, string>> = {
  critical: 'Only what needs you now',
  warning: 'Problems',
  success: 'Problems, and what went well',
  info: 'Everything',
};

export const kindWords: Readonly<Record<TargetKind, string>> = {
  mail: 'E-mail',
  ntfy: 'ntfy',
  discord: 'Discord',
  telegram: 'Telegram',
  gotify: 'Gotify',
  slack: 'Slack',
  pushover: 'Pushover',
  webhook: 'Webhook',
  json: 'Apprise JSON',
};

export const statusStates: Readonly<Record<DeliveryRow['status'], DisplayState>> = {
  queued: { tone: 'busy', shape: 'dotted', word: 'Waiting' },
  retrying: { tone: 'warn', shape: 'half', word: 'Trying again' },
  sent: { tone: 'ok', shape: 'full', word: 'Sent' },
  failed: { tone: 'fail', shape: 'square', word: 'Not sent' },
  suppressed: { tone: 'idle', shape: 'ring', word: 'Held back' },
};

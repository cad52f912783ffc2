import type { AuditEntryView } from '@showrunner/contracts';
import { formatActor } from '../../../shared/format/words.ts';

const reasons: Readonly<Record<string, string>> = {
  'auth.required': 'not signed in',
  'auth.failed': 'wrong name or password',
  'auth.forbidden': 'not allowed',
  'auth.setup-code': 'wrong one-time code',
  'request.too-many': 'too many tries',
};

/** Who it was, and how sure that is. */
export function sayActor({ actor, role }: AuditEntryView): string {
  if (actor === 'nobody') return 'Somebody who was not signed in';
  return role === null ? `Somebody as “${actor}”` : formatActor(actor);
}

/** What came of it. */
export function sayResult({ outcome, status, code, count }: AuditEntryView): string {
  if (outcome === 'done') return 'Done';
  const times = count > 1 ? `, ${count} times` : '';
  return `Refused${times}: ${reasons[code ?? ''] ?? code ?? status}`;
}

/** What was wanted: the first part of what the route is for. */
export function sayAction({ title }: AuditEntryView): string {
  return title.split(/[;,]/)[0] ?? title;
}

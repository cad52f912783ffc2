import type { OperationView, ServiceView } from '@showrunner/contracts';
import { formatDuration } from '../../shared/format/duration.ts';
import { formatCount } from '../../shared/format/words.ts';
import { type Shape, type Tone, toDisplayState } from '../../shared/ui/state/display-state.ts';
import type { Incident } from './incidents.ts';

/** The state of the whole stack in one sentence. */
export interface Verdict {
  readonly tone: Tone;
  readonly shape: Shape;
  readonly sentence: string;
  readonly detail: string;
}

interface Seen {
  readonly services: readonly ServiceView[];
  readonly incidents: readonly Incident[];
  readonly running: OperationView | undefined;
  /** How long nothing was heard; null while connected. */
  readonly silentMs: number | null;
}

/** Judges the stack: silence first, then trouble, then work, then rest. */
export function judge({ services, incidents, running, silentMs }: Seen): Verdict {
  const on = services.filter((service) => service.enabled);
  const count = (word: string) => on.filter((service) => toDisplayState(service.status).word === word).length;
  const detail = describe(on);
  if (silentMs !== null) {
    return {
      tone: 'idle',
      shape: 'question',
      sentence: `Not heard from for ${formatDuration(silentMs)}.`,
      detail: 'What is shown here may have changed since.',
    };
  }
  if (incidents.length > 0) return troubled(incidents, detail);
  if (running) return { tone: 'busy', shape: 'half', sentence: `${running.title}.`, detail };
  const coming = on.filter((service) => toDisplayState(service.status).tone === 'busy');
  const stopped = coming.length > 0 && on.find((service) => holdsUp(service, coming));
  if (stopped) {
    const waiting = formatCount(coming.length, 'service waits', 'services wait');
    return { tone: 'busy', shape: 'dotted', sentence: `${stopped.processName} is stopped; ${waiting} for it.`, detail };
  }
  if (coming.length > 0) return { tone: 'busy', shape: 'half', sentence: sayComing(coming), detail };
  if (on.length === 0) {
    return {
      tone: 'idle',
      shape: 'ring',
      sentence: 'Nothing is set up yet.',
      detail: 'Choose what you want to watch with, and Showrunner does the rest.',
    };
  }
  const resting = count('Stopped') + count('Finished');
  if (resting === on.length) return { tone: 'idle', shape: 'ring', sentence: 'The stack is stopped.', detail };
  return { tone: 'ok', shape: 'full', sentence: 'All is well.', detail };
}

function troubled(incidents: readonly Incident[], detail: string): Verdict {
  const worst = incidents.some(({ cause }) => toDisplayState(cause.status).tone === 'fail');
  const [first] = incidents;
  return {
    tone: worst ? 'fail' : 'warn',
    shape: worst ? 'square' : 'triangle',
    sentence:
      incidents.length === 1 && first
        ? `${first.cause.processName} needs a hand.`
        : `${formatCount(incidents.length, 'service')} need a hand.`,
    detail,
  };
}

/** Whether it is at rest and all that is not there yet waits for it, so that nothing moves until it is started. */
function holdsUp({ processName, status }: ServiceView, coming: readonly ServiceView[]): boolean {
  if (toDisplayState(status).word !== 'Stopped') return false;
  return coming.every((one) => one.status.state === 'waiting' && one.needs.includes(processName));
}

function sayComing(coming: readonly ServiceView[]): string {
  const [only] = coming;
  if (coming.length === 1 && only) return `${only.processName} is ${toDisplayState(only.status).word.toLowerCase()}.`;
  return `${coming.length} services are on their way.`;
}

function describe(on: readonly ServiceView[]): string {
  const words = on.map((service) => toDisplayState(service.status).word);
  const running = words.filter((word) => word === 'Running').length;
  const resting = words.filter((word) => word === 'Stopped' || word === 'Finished').length;
  const parts = [`${running} of ${formatCount(on.length, 'service')} running`];
  if (resting > 0) parts.push(`${resting} stopped`);
  return `${parts.join(', ')}.`;
}

import type { SequencedEvent } from '@showrunner/contracts';
import type { Clock } from '@showrunner/platform';
import { describe, expect, it } from 'vitest';
import { createEventStream } from './event-stream.ts';

const clock: Clock = { now: () => 7, monotonic: () => 7, sleep: () => Promise.resolve(), after: () => () => undefined };

describe('the event stream', () => {
  it('numbers events without a gap and tells every reader in order', () => {
    const stream = createEventStream(clock, () => undefined);
    const seen: SequencedEvent[] = [];
    stream.publish({ type: 'document.changed', revision: 'a' });
    const leave = stream.follow((event) => seen.push(event));
    stream.publish({ type: 'document.changed', revision: 'b' });
    stream.publish({ type: 'document.changed', revision: 'c' });
    leave();
    stream.publish({ type: 'document.changed', revision: 'd' });
    expect(seen).toEqual([
      { type: 'document.changed', revision: 'b', sequence: 2, at: 7 },
      { type: 'document.changed', revision: 'c', sequence: 3, at: 7 },
    ]);
    expect(stream.sequence).toBe(4);
  });

  it('goes on when a reader throws, and says so', () => {
    const errors: unknown[] = [];
    const stream = createEventStream(clock, (error) => errors.push(error));
    const seen: string[] = [];
    stream.follow(() => {
      throw new Error('broken reader');
    });
    stream.follow((event) => seen.push(event.type));
    stream.publish({ type: 'document.changed', revision: 'a' });
    expect(seen).toEqual(['document.changed']);
    expect(errors).toEqual([new Error('broken reader')]);
  });
});

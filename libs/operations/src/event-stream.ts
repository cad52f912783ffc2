import type { SequencedEvent, ShowrunnerEvent } from '@showrunner/contracts';
import type { Clock } from '@showrunner/platform';

/** The one stream that logs, sockets, notifications and the journal read. */
export interface EventStream {
  /** Tells everybody; the event must already be true. */
  publish(event: ShowrunnerEvent): void;
  /** Sequence of the newest event; 0 before the first. */
  readonly sequence: number;
  /** Every event from now on. The answer ends the subscription. */
  follow(onEvent: (event: SequencedEvent) => void): () => void;
}

/** Makes the stream. Readers are called in turn; a reader that throws is the reader's fault and ends nothing. */
export function createEventStream(clock: Clock, onReaderError: (error: unknown) => void): EventStream {
  const readers = new Set<(event: SequencedEvent) => void>();
  let sequence = 0;
  return {
    get sequence() {
      return sequence;
    },
    publish(event) {
      sequence += 1;
      const sequenced: SequencedEvent = { ...event, sequence, at: clock.now() };
      for (const reader of [...readers]) {
        try {
          reader(sequenced);
        } catch (error) {
          onReaderError(error);
        }
      }
    },
    follow(onEvent) {
      readers.add(onEvent);
      return () => void readers.delete(onEvent);
    },
  };
}

import type { MetricsSample } from '@showrunner/contracts';
import { useEffect, useState } from 'react';
import { openNamespace } from '../../shared/live/socket.ts';
import { addToTail } from './live-tail.ts';

/** Samples since the page was opened, oldest first. */
export function useLiveTail(): readonly MetricsSample[] {
  const [tail, setTail] = useState<readonly MetricsSample[]>([]);
  useEffect(
    () =>
      openNamespace('/metrics', (socket) => {
        socket.on('sample', (sample: MetricsSample) => setTail((known) => addToTail(known, sample)));
      }),
    [],
  );
  return tail;
}

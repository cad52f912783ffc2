import { useQuery } from '@tanstack/react-query';
import { useEffect, useReducer, useRef, useState } from 'react';
import { openNamespace } from '../../shared/live/socket.ts';
import { LogBuffer } from './log-buffer.ts';
import type { LevelFloor, LogRecord } from './log-record.ts';
import { logTailQuery } from './log-tail.ts';

const tailRecords = 2_000;
const flushMs = 100;

interface Frame {
  readonly processName: string;
  readonly records: readonly LogRecord[];
  readonly missed: number;
}

/** A log: its tail, then what is added, in portions that a screen can follow. */
export function useLog(processName: string, floor: LevelFloor, text: string, paused: boolean) {
  const [buffer] = useState(() => new LogBuffer());
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const [missed, setMissed] = useState(0);
  const [connected, setConnected] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const waiting = useRef<{ anew: boolean; records: LogRecord[] }>({ anew: false, records: [] });
  const streamed = useRef(false);
  const tail = useQuery(logTailQuery(processName, tailRecords));

  // For the first look only: the stream begins with the same records and counts them in its own way.
  useEffect(() => {
    if (!tail.data || streamed.current) return;
    buffer.replace(tail.data.records);
    redraw();
  }, [tail.data, buffer]);

  useEffect(
    () =>
      openNamespace('/logs', (socket) => {
        let begins = false;
        socket.on('connect', () => {
          setConnected(true);
          setRefusal(null);
          begins = true;
          socket.emit('subscribe', { processName, tail: tailRecords });
        });
        socket.on('disconnect', () => setConnected(false));
        socket.on('refused', ({ message }: { message: string }) => setRefusal(message));
        socket.on('records', (frame: Frame) => {
          if (frame.processName !== processName) return;
          if (begins) waiting.current = { anew: true, records: [] };
          begins = false;
          waiting.current.records.push(...frame.records);
          if (frame.missed > 0) setMissed((count) => count + frame.missed);
        });
      }),
    [processName],
  );

  useEffect(() => {
    if (paused) return;
    const timer = window.setInterval(() => {
      const { anew, records } = waiting.current;
      if (records.length === 0) return;
      waiting.current = { anew: false, records: [] };
      streamed.current = true;
      if (anew) buffer.replace(records);
      else buffer.append(records);
      redraw();
    }, flushMs);
    return () => window.clearInterval(timer);
  }, [paused, buffer]);

  useEffect(() => {
    buffer.filter(floor, text);
    redraw();
  }, [floor, text, buffer]);

  return { shown: buffer.shown, size: buffer.size, missed, connected, refusal, tail };
}

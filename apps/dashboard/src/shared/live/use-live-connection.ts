import type { SequencedEvent } from '@showrunner/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { operationsQuery } from '../api/operations/operations.ts';
import { stackQuery } from '../api/stack.ts';
import { updatesQuery } from '../api/updates.ts';
import type { Snapshot } from './live-state.ts';
import { forgetLive, readLive, showEvent, showLost, showSnapshot } from './live-store.ts';
import { openNamespace } from './socket.ts';

/** Follows the event stream while mounted: snapshot first, then changes; a gap asks for a new snapshot. */
export function useLiveConnection(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const reload = () => {
      void queries.invalidateQueries({ queryKey: stackQuery.queryKey });
      void queries.invalidateQueries({ queryKey: operationsQuery.queryKey, exact: true });
      reloadUpdates();
    };
    const reloadUpdates = () => void queries.invalidateQueries({ queryKey: updatesQuery.queryKey });
    const close = openNamespace('/events', (socket) => {
      socket.on('snapshot', (snapshot: Snapshot) => {
        const known = readLive().revision;
        showSnapshot(snapshot);
        if (known !== snapshot.revision) reload();
      });
      socket.on('event', (event: SequencedEvent) => {
        const wasBroken = readLive().gap;
        showEvent(event);
        if (!wasBroken && readLive().gap) socket.disconnect().connect();
        if (isNewsOfTheStack(event)) reload();
        else if (event.type === 'update.changed') reloadUpdates();
      });
      socket.on('disconnect', (reason) => {
        if (reason !== 'io client disconnect') showLost(Date.now());
      });
      socket.on('connect_error', () => showLost(Date.now()));
    });
    return () => {
      close();
      forgetLive();
    };
  }, [queries]);
}

function isNewsOfTheStack(event: SequencedEvent): boolean {
  if (event.type === 'document.changed' || event.type === 'unit.removed') return true;
  return event.type === 'operation.changed' && event.operation.state !== 'running';
}

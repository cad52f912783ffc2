import type { JsonObject } from '@showrunner/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { checkDocument } from './check-document.ts';

const settleMs = 400;

/** What the server says of an edited document, once typing rests. */
export function useEntryCheck(document: JsonObject | null, text: string) {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(text), settleMs);
    return () => window.clearTimeout(timer);
  }, [text]);
  const query = useQuery({
    queryKey: ['document', 'check', settled],
    queryFn: ({ signal }) => checkDocument(document ?? {}, signal),
    enabled: document !== null && settled === text,
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  return {
    check: document === null ? undefined : query.data,
    error: query.error,
    pending: settled !== text || query.isFetching,
  };
}

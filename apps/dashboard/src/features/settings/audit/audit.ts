import type { AuditAnswer, AuditOutcome } from '@showrunner/contracts';
import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { get } from '../../../shared/api/client.ts';

/** What of the audit is looked for; blank: everything. */
export interface AuditFilter {
  readonly outcome: AuditOutcome | '';
  readonly text: string;
}

/** The audit, the newest first, page by page. */
export const auditQuery = ({ outcome, text }: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', outcome, text],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({
        limit: '50',
        ...(outcome === '' ? {} : { outcome }),
        ...(text === '' ? {} : { text }),
        ...(pageParam === null ? {} : { before: String(pageParam) }),
      });
      return get<AuditAnswer>(`/api/native/audit?${query}`, signal);
    },
    initialPageParam: null as number | null,
    getNextPageParam: ({ entries, more }) => (more ? entries.at(-1)?.id : undefined),
    placeholderData: keepPreviousData,
  });

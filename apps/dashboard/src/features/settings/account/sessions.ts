import type { EndedAnswer, SessionsAnswer } from '@showrunner/contracts';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { dropTokens } from '../../../shared/api/auth/session.ts';
import { get, remove } from '../../../shared/api/client.ts';

const path = '/api/native/sessions';

/** Where the account is signed in. */
export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal }) => get<SessionsAnswer>(path, signal),
});

/** Ends one session, or all others. */
export function useEndSessions() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (which: { id: string } | 'others') =>
      remove<EndedAnswer>(which === 'others' ? path : `${path}/${encodeURIComponent(which.id)}`),
    onSettled: () => queries.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
}

/** Ends this session on the server and forgets it here, also when the server cannot be reached. */
export function useSignOut() {
  return useMutation({ mutationFn: () => remove<EndedAnswer>(`${path}/current`), onSettled: dropTokens });
}

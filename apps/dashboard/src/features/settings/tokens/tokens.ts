import type { ApiTokensAnswer, CreateApiTokenAnswer, CreateApiTokenBody, EndedAnswer } from '@showrunner/contracts';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { get, post, remove } from '../../../shared/api/client.ts';

const path = '/api/native/tokens';

/** Tokens for programs of this account. */
export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => get<ApiTokensAnswer>(path, signal),
});

/** Makes a token; its answer is the only place where the token itself is. */
export function useCreateToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateApiTokenBody) => post<CreateApiTokenAnswer>(path, body),
    onSuccess: () => queries.invalidateQueries({ queryKey: tokensQuery.queryKey }),
    gcTime: 0,
  });
}

export function useDeleteToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => remove<EndedAnswer>(`${path}/${encodeURIComponent(id)}`),
    onSettled: () => queries.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  });
}

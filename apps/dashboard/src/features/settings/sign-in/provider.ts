import type { AuthProviderAnswer, AuthProviderBody, OidcTestAnswer } from '@showrunner/contracts';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { authStatusQuery } from '../../../shared/api/auth/auth-status.ts';
import { get, post, put } from '../../../shared/api/client.ts';

// With /api: an access token that has expired meanwhile is renewed for these as for any page.
const path = '/api/auth/provider';

/** How people sign in, and with which provider; never its secret. */
export const providerQuery = queryOptions({
  queryKey: ['auth', 'provider'],
  queryFn: ({ signal }) => get<AuthProviderAnswer>(path, signal),
});

/** Takes effect at once, also for whoever is signed in. */
export function useSaveProvider() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: AuthProviderBody) => put<AuthProviderAnswer>(path, body),
    onSuccess: (answer) => {
      queries.setQueryData(providerQuery.queryKey, answer);
      return queries.invalidateQueries({ queryKey: authStatusQuery.queryKey });
    },
  });
}

/** Looks at the provider as it is entered, without saving anything. */
export function useTestProvider() {
  return useMutation({ mutationFn: (body: AuthProviderBody) => post<OidcTestAnswer>('/api/auth/oidc/test', body) });
}

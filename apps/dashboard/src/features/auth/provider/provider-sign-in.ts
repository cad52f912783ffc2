import type { OidcStartAnswer } from '@showrunner/contracts';
import { queryOptions, useMutation } from '@tanstack/react-query';
import { keepTokens } from '../../../shared/api/auth/session.ts';
import { type TokenAnswer, toTokens } from '../../../shared/api/auth/token-answer.ts';
import { get, post } from '../../../shared/api/client.ts';

/** Leaves for the provider; the browser comes back to `/login`. */
export function useLeaveForProvider(leave: (address: string) => void = (address) => window.location.assign(address)) {
  return useMutation({
    mutationFn: (returnTo: string) =>
      get<OidcStartAnswer>(`/auth/oidc/start?return_to=${encodeURIComponent(returnTo)}`),
    onSuccess: (answer) => leave(answer.authorization_url),
  });
}

/** Trades the code of the way back for a session. A query, as it must happen once however often the page is drawn. */
export const exchangeQuery = (code: string) =>
  queryOptions({
    queryKey: ['auth', 'exchange', code],
    queryFn: async () => {
      keepTokens(toTokens(await post<TokenAnswer>('/auth/oidc/exchange', { code })), true);
      return true;
    },
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });

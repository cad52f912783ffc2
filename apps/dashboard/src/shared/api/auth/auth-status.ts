import { queryOptions } from '@tanstack/react-query';
import { get } from '../client.ts';

/** `GET /auth/status`: whether signing in is needed, and whether there is an account at all. */
export interface AuthStatus {
  readonly enabled: boolean;
  readonly has_users: boolean;
  readonly setup_skipped: boolean;
  readonly local_login_enabled?: boolean;
  readonly oidc_login_enabled?: boolean;
  /** What its button says. */
  readonly oidc_provider_name?: string;
  readonly setup_code_required?: boolean;
}

export const authStatusQuery = queryOptions({
  queryKey: ['auth', 'status'],
  queryFn: ({ signal }) => get<AuthStatus>('/auth/status', signal),
  staleTime: Number.POSITIVE_INFINITY,
});

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Navigate, useNavigate, useSearchParams } from 'react-router';
import { safeReturn } from '../../features/auth/account-rules.ts';
import { LoginPage } from '../../features/auth/login-page.tsx';
import { SetupPage } from '../../features/auth/setup-page.tsx';
import { authStatusQuery } from '../../shared/api/auth/auth-status.ts';
import { Loading } from '../../shared/ui/feedback/loading.tsx';
import { LoadFailure } from '../../shared/ui/feedback/load-failure.tsx';

/** Set-up, while there is no account. */
export function SetupRoute() {
  const status = useQuery(authStatusQuery);
  const enter = useEnter();
  if (status.isError) return <LoadFailure error={status.error} onRetry={() => void status.refetch()} />;
  if (status.isPending) return <Loading label="Opening the set-up" />;
  if (status.data.has_users || status.data.enabled) return <Navigate to="/" replace />;
  return <SetupPage status={status.data} onDone={() => enter('/')} />;
}

/** Sign-in, then the page that was asked for. */
export function LoginRoute() {
  const [search] = useSearchParams();
  const status = useQuery(authStatusQuery);
  const enter = useEnter();
  if (status.isError) return <LoadFailure error={status.error} onRetry={() => void status.refetch()} />;
  if (status.data && !status.data.enabled) return <Navigate to="/" replace />;
  return <LoginPage onDone={() => enter(safeReturn(search.get('redirect')))} />;
}

/** Forgets what was read as somebody else, asks for the state of accounts again, and goes in. */
function useEnter() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return (address: string) => {
    queries.removeQueries({ predicate: (query) => query.queryKey[0] !== 'auth' });
    void queries.fetchQuery({ ...authStatusQuery, staleTime: 0 }).then(() => navigate(address, { replace: true }));
  };
}

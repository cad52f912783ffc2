import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Navigate, useLocation, useNavigate, useSearchParams } from 'react-router';
import { safeReturn } from '../../features/auth/account-rules.ts';
import { LoginPage } from '../../features/auth/login-page.tsx';
import { readReturn } from '../../features/auth/provider/read-return.ts';
import { ReturnPage } from '../../features/auth/provider/return-page.tsx';
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
  const { hash } = useLocation();
  // What the provider sent along is read once; it must not stay in the address bar or its history.
  const [returned, setReturned] = useState(() => readReturn(hash));
  const status = useQuery(authStatusQuery);
  const enter = useEnter();
  const returnTo = safeReturn(returned?.returnTo ?? search.get('redirect'));
  useEffect(() => {
    if (hash !== '')
      window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search);
  }, [hash]);
  if (status.isError) return <LoadFailure error={status.error} onRetry={() => void status.refetch()} />;
  if (status.isPending) return <Loading label="Opening the sign-in" />;
  if (!status.data.enabled) return <Navigate to="/" replace />;
  if (returned?.code !== undefined) {
    return (
      <ReturnPage code={returned.code} onDone={() => enter(returnTo)} onFail={(error) => setReturned({ error })} />
    );
  }
  return (
    <LoginPage status={status.data} returnTo={returnTo} refusal={returned?.error} onDone={() => enter(returnTo)} />
  );
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

import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useSyncExternalStore } from 'react';
import { Navigate, useLocation } from 'react-router';
import { authStatusQuery } from '../shared/api/auth/auth-status.ts';
import { onboardingStatusQuery } from '../shared/api/onboarding-status.ts';
import { stackQuery } from '../shared/api/stack.ts';
import { readTokens, subscribeTokens } from '../shared/api/auth/session.ts';
import { Loading } from '../shared/ui/feedback/loading.tsx';
import { LoadFailure } from '../shared/ui/feedback/load-failure.tsx';
import page from '../shared/ui/page.module.css';

/** The gate before every page: set-up first, then sign-in, then the wizard. */
export function SignedIn({ children }: { children: ReactNode }) {
  const status = useQuery(authStatusQuery);
  const tokens = useSyncExternalStore(subscribeTokens, readTokens);
  const { pathname, search } = useLocation();
  const admitted = status.data !== undefined && (!status.data.enabled || tokens !== null);
  const onboarding = useQuery({ ...onboardingStatusQuery, enabled: admitted });
  const wizard = onboarding.data?.needs_onboarding === true;
  const stack = useQuery({ ...stackQuery, enabled: admitted && wizard });

  if (status.isPending) return <Waiting />;
  if (status.isError) return <Failing error={status.error} onRetry={() => void status.refetch()} />;
  const { enabled, has_users: hasUsers, setup_skipped: skipped } = status.data;
  if (!enabled && !hasUsers && !skipped) return <Navigate to="/setup" replace />;
  if (!admitted) return <Navigate to={`/login?redirect=${encodeURIComponent(pathname + search)}`} replace />;
  if (onboarding.isPending) return <Waiting />;
  if (onboarding.isError) return <Failing error={onboarding.error} onRetry={() => void onboarding.refetch()} />;
  if (!wizard || pathname !== '/') return children;
  if (stack.isPending) return <Waiting />;
  // A stack that is there already is shown, whoever made it; home leads to the wizard.
  if (!stack.data?.services.some((service) => service.enabled)) return <Navigate to="/onboarding/goal" replace />;
  return children;
}

function Waiting() {
  return (
    <main className={`${page['page']} ${page['narrow']}`}>
      <Loading label="Opening Showrunner" />
    </main>
  );
}

function Failing({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <main className={`${page['page']} ${page['narrow']}`}>
      <h1>Showrunner</h1>
      <LoadFailure error={error} onRetry={onRetry} />
    </main>
  );
}

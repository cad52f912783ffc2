import { useQuery } from '@tanstack/react-query';
import { authStatusQuery } from '../../../shared/api/auth/auth-status.ts';
import { Loading } from '../../../shared/ui/feedback/loading.tsx';
import { LoadFailure } from '../../../shared/ui/feedback/load-failure.tsx';
import { Notice } from '../../../shared/ui/feedback/notice.tsx';
import page from '../../../shared/ui/page.module.css';
import { useTitle } from '../../../shared/ui/use-title.ts';
import { providerQuery } from './provider.ts';
import { ProviderForm } from './provider-form.tsx';

/** How people sign in. */
export default function SignInPage() {
  useTitle('Sign-in');
  const status = useQuery(authStatusQuery);
  const query = useQuery(providerQuery);
  return (
    <div className={`${page['page']} ${page['narrow']}`}>
      <header>
        <h1>Sign-in</h1>
        <p className={page['lead']}>
          With a password, or with a provider of OpenID Connect: Authelia, Authentik, Keycloak and others.
        </p>
      </header>
      {status.data?.enabled === false && (
        <Notice tone="warn" title="Nobody needs to sign in">
          <p>What you choose here counts once there is an account.</p>
        </Notice>
      )}
      {query.isPending && <Loading label="Loading how people sign in" rows={4} />}
      {query.isError && <LoadFailure error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && <ProviderForm stored={query.data} />}
    </div>
  );
}

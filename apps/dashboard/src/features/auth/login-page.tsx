import type { AuthStatus } from '../../shared/api/auth/auth-status.ts';
import { Notice } from '../../shared/ui/feedback/notice.tsx';
import { useTitle } from '../../shared/ui/use-title.ts';
import { AuthFrame } from './auth-frame.tsx';
import styles from './auth.module.css';
import { PasswordForm } from './password-form.tsx';
import { ProviderButton } from './provider/provider-button.tsx';

interface LoginPageProps {
  readonly status: AuthStatus;
  /** A page of our own. */
  readonly returnTo: string;
  /** Why the provider’s way back led here. */
  readonly refusal?: string | undefined;
  readonly onDone: () => void;
}

/** Sign-in: with a password, with a provider, or with either. */
export function LoginPage({ status, returnTo, refusal, onDone }: LoginPageProps) {
  useTitle('Sign in');
  const byPassword = status.local_login_enabled !== false;
  const byProvider = status.oidc_login_enabled === true;
  return (
    <AuthFrame title="Sign in" lead="Showrunner runs your media stack.">
      {refusal !== undefined && (
        <div role="alert">
          <Notice tone="fail" title="You are not signed in">
            <p>{refusal}</p>
          </Notice>
        </div>
      )}
      {byPassword && <PasswordForm onDone={onDone} />}
      {byProvider && (
        <div className={styles['provider']} data-further={byPassword || undefined}>
          <ProviderButton name={status.oidc_provider_name || 'the provider'} returnTo={returnTo} alone={!byPassword} />
        </div>
      )}
      {!byPassword && !byProvider && (
        <Notice tone="fail" title="Nobody can sign in">
          <p>
            The provider is switched off. Whoever starts Showrunner can let passwords in: SHOWRUNNER_LOCAL_SIGN_IN=yes
          </p>
        </Notice>
      )}
    </AuthFrame>
  );
}

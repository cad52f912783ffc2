import { useQuery } from '@tanstack/react-query';
import { authStatusQuery } from '../../../shared/api/auth/auth-status.ts';
import { readTokens } from '../../../shared/api/auth/session.ts';
import { Notice } from '../../../shared/ui/feedback/notice.tsx';
import { Button } from '../../../shared/ui/form/button.tsx';
import { ChangePassword } from './change-password.tsx';
import { SessionList } from './session-list.tsx';
import { useSignOut } from './sessions.ts';
import { readUser } from './user-name.ts';

/** Who is signed in here, and where else. */
export function Account() {
  const status = useQuery(authStatusQuery);
  const signOut = useSignOut();
  const user = readUser(readTokens()?.access ?? '');
  if (status.data?.enabled === false) {
    return (
      <Notice tone="warn" title="Nobody needs to sign in">
        <p>Everyone who reaches this address may do everything. An account changes that.</p>
      </Notice>
    );
  }
  return (
    <>
      {user !== null && (
        <p>
          Signed in as <strong>{user.name}</strong>
          {user.external && ', with the sign-in provider'}.
        </p>
      )}
      <p>
        <Button busy={signOut.isPending} onClick={() => signOut.mutate()}>
          Sign out on this device
        </Button>
      </p>
      <SessionList />
      {user?.external !== true && <ChangePassword />}
    </>
  );
}

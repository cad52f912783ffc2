import { useQuery } from '@tanstack/react-query';
import { authStatusQuery } from '../../../shared/api/auth/auth-status.ts';
import page from '../../../shared/ui/page.module.css';
import { NewToken } from './new-token.tsx';
import { TokenList } from './token-list.tsx';

/** Tokens with which scripts and other programs come in. */
export function Tokens() {
  const status = useQuery(authStatusQuery);
  if (status.data?.enabled === false) {
    return <p className={page['lead']}>Tokens belong to accounts. While nobody signs in, programs need none.</p>;
  }
  return (
    <>
      <p className={page['lead']}>
        For scripts and other programs: send it as <code>Authorization: Bearer …</code>
      </p>
      <TokenList />
      <NewToken />
    </>
  );
}

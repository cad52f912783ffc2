import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { toProblemView } from '../../../shared/api/api-error.ts';
import { Loading } from '../../../shared/ui/feedback/loading.tsx';
import { AuthFrame } from '../auth-frame.tsx';
import { exchangeQuery } from './provider-sign-in.ts';

interface ReturnPageProps {
  readonly code: string;
  readonly onDone: () => void;
  readonly onFail: (reason: string) => void;
}

/** A moment between the provider and the page that was wanted. */
export function ReturnPage({ code, onDone, onFail }: ReturnPageProps) {
  const { isSuccess, error } = useQuery(exchangeQuery(code));
  useEffect(() => {
    if (isSuccess) onDone();
    else if (error !== null) onFail(toProblemView(error).message);
    // Once for each end; the callbacks are made anew with every drawing.
  }, [isSuccess, error]);
  return (
    <AuthFrame title="Sign in" lead="The provider has sent you back.">
      <Loading label="Signing you in" rows={1} />
    </AuthFrame>
  );
}

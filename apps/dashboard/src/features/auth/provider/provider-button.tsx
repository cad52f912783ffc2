import { toProblemView } from '../../../shared/api/api-error.ts';
import { ProblemCard } from '../../../shared/ui/feedback/problem-card.tsx';
import { Button } from '../../../shared/ui/form/button.tsx';
import { useLeaveForProvider } from './provider-sign-in.ts';

interface ProviderButtonProps {
  readonly name: string;
  readonly returnTo: string;
  /** It is the only way in. */
  readonly alone: boolean;
}

/** Leaves for the sign-in page of the provider. */
export function ProviderButton({ name, returnTo, alone }: ProviderButtonProps) {
  const leave = useLeaveForProvider();
  // The page goes away by itself; until then the button stays as it is.
  const busy = leave.isPending || leave.isSuccess;
  return (
    <>
      <Button look={alone ? 'primary' : 'plain'} autoFocus={alone} busy={busy} onClick={() => leave.mutate(returnTo)}>
        {busy ? `Opening ${name}` : `Sign in with ${name}`}
      </Button>
      {leave.error && <ProblemCard problem={toProblemView(leave.error)} />}
    </>
  );
}

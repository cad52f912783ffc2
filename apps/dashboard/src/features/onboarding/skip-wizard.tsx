import { useNavigate } from 'react-router';
import { toProblemView } from '../../shared/api/api-error.ts';
import { Button } from '../../shared/ui/form/button.tsx';
import { ProblemCard } from '../../shared/ui/feedback/problem-card.tsx';
import { useCompleteOnboarding } from './api/complete-onboarding.ts';

/** Leaves the wizard for good; home offers it again. */
export function SkipLink() {
  const navigate = useNavigate();
  const complete = useCompleteOnboarding();
  return (
    <>
      {complete.error && <ProblemCard problem={toProblemView(complete.error)} />}
      <Button
        look="quiet"
        busy={complete.isPending}
        onClick={() => complete.mutate(undefined, { onSuccess: () => void navigate('/') })}
      >
        Not now
      </Button>
    </>
  );
}

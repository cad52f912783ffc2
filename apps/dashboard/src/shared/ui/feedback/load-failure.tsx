import { toProblemView } from '../../api/api-error.ts';
import { Button } from '../form/button.tsx';
import { ProblemCard } from './problem-card.tsx';

/** What a page shows when what it needs did not come. */
export function LoadFailure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return <ProblemCard problem={toProblemView(error)} actions={<Button onClick={onRetry}>Try again</Button>} />;
}

import type { OidcTestAnswer } from '@showrunner/contracts';
import { toProblemView } from '../../../shared/api/api-error.ts';
import { Notice } from '../../../shared/ui/feedback/notice.tsx';
import { ProblemCard } from '../../../shared/ui/feedback/problem-card.tsx';

/** What the look at the provider has brought. */
export function TestResult({ result, error }: { result: OidcTestAnswer | undefined; error: unknown }) {
  if (error) return <ProblemCard problem={{ ...toProblemView(error), hint: '' }} />;
  if (result === undefined) return null;
  const clean = result.warnings.length === 0;
  return (
    <div role="status">
      <Notice
        tone={clean ? 'ok' : 'warn'}
        title={clean ? 'The provider answers and knows this client' : 'The provider answers, but look at this first'}
      >
        {clean ? (
          <p>It calls itself {result.issuer}.</p>
        ) : (
          <ul>
            {result.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        )}
      </Notice>
    </div>
  );
}

import type { OperationView } from '@showrunner/contracts';
import { useRef } from 'react';
import { toProblemView } from '../../shared/api/api-error.ts';
import { useSteerOperation } from '../../shared/api/operations/steer-operation.ts';
import { formatActor } from '../../shared/format/words.ts';
import { useOperation } from '../../shared/live/use-operation.ts';
import { Button } from '../../shared/ui/form/button.tsx';
import { Loading } from '../../shared/ui/feedback/loading.tsx';
import { LoadFailure } from '../../shared/ui/feedback/load-failure.tsx';
import { OperationProgress } from '../../shared/ui/operation/operation-progress.tsx';
import page from '../../shared/ui/page.module.css';
import { ProblemCard } from '../../shared/ui/feedback/problem-card.tsx';
import { TimeAgo } from '../../shared/ui/time-ago.tsx';
import { useKeptFocus } from '../../shared/ui/use-kept-focus.ts';
import { useTitle } from '../../shared/ui/use-title.ts';

/** One operation as a timeline that can be read aloud. */
export function OperationPage({ id }: { id: string }) {
  const { query, operation } = useOperation(id);
  if (operation) return <Timeline operation={operation} />;
  return (
    <div className={`${page['page']} ${page['narrow']}`}>
      {query.isError ? (
        <LoadFailure error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Loading label="Loading the operation" rows={5} />
      )}
    </div>
  );
}

function Timeline({ operation }: { operation: OperationView }) {
  useTitle(operation.title);
  const heading = useRef<HTMLHeadingElement>(null);
  // The button that was pressed goes when the state changes.
  useKeptFocus(heading, operation.state);
  const steer = useSteerOperation(operation.id);
  const canRetry = operation.state === 'failed' || operation.state === 'interrupted' || operation.state === 'cancelled';
  return (
    <div className={`${page['page']} ${page['narrow']}`}>
      <header>
        <h1 ref={heading} tabIndex={-1}>
          {operation.title}
        </h1>
        <p className={page['lead']}>
          Asked for by {formatActor(operation.actor)} <TimeAgo at={operation.startedAt} />
        </p>
      </header>
      <OperationProgress
        operation={operation}
        actions={
          <>
            {operation.state === 'running' && (
              <Button busy={steer.isPending} onClick={() => steer.mutate('cancel')}>
                Cancel
              </Button>
            )}
            {canRetry && (
              <Button look="primary" busy={steer.isPending} onClick={() => steer.mutate('retry')}>
                Retry from here
              </Button>
            )}
            {steer.error && <ProblemCard problem={toProblemView(steer.error)} />}
          </>
        }
      />
    </div>
  );
}

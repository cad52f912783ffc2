import type { OperationView } from '@showrunner/contracts';
import { useEffect, useRef } from 'react';
import { toProblemView } from '../../../shared/api/api-error.ts';
import { useSteerOperation } from '../../../shared/api/operations/steer-operation.ts';
import { useOperation } from '../../../shared/live/use-operation.ts';
import { Button, LinkButton } from '../../../shared/ui/form/button.tsx';
import { Loading } from '../../../shared/ui/feedback/loading.tsx';
import { LoadFailure } from '../../../shared/ui/feedback/load-failure.tsx';
import { OperationProgress } from '../../../shared/ui/operation/operation-progress.tsx';
import { findFailedStep } from '../../../shared/ui/operation/step-state.ts';
import page from '../../../shared/ui/page.module.css';
import { ProblemCard } from '../../../shared/ui/feedback/problem-card.tsx';
import { useTitle } from '../../../shared/ui/use-title.ts';
import { useCompleteOnboarding } from '../api/complete-onboarding.ts';
import { DonePage } from './done-page.tsx';
import { useWizard } from '../wizard-context.ts';

/** The set-up at work. The address holds the operation, so a reload or another browser shows the same. */
export function RunPage({ id }: { id: string }) {
  const { query, operation } = useOperation(id);
  if (operation?.state === 'succeeded') return <Finished operation={operation} />;
  if (operation) return <AtWork operation={operation} />;
  if (query.isError) return <LoadFailure error={query.error} onRetry={() => void query.refetch()} />;
  return <Loading label="Loading the operation" rows={5} />;
}

function AtWork({ operation }: { operation: OperationView }) {
  const ended = operation.state !== 'running';
  const question = ended ? 'The set-up stopped' : 'Setting up your stack';
  useTitle(question);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: ended }), [ended]);
  return (
    <div className={`${page['page']} ${page['narrow']}`}>
      <header>
        <h1 ref={heading} tabIndex={-1}>
          {question}
        </h1>
        <p className={page['lead']}>
          {ended
            ? 'What is done stays done. Mend what is named below; the set-up goes on from there.'
            : 'You may close this page. The work goes on, and this address shows how far it is.'}
        </p>
      </header>
      <OperationProgress operation={operation} actions={<Actions operation={operation} />} />
    </div>
  );
}

function Actions({ operation }: { operation: OperationView }) {
  const steer = useSteerOperation(operation.id);
  const keyRefused = (findFailedStep(operation)?.problem ?? operation.problem)?.code === 'credential.rejected';
  const askedForKey = operation.change.kind === 'compose' && operation.change.cores.some(hasProvider);
  const problem = steer.error && <ProblemCard problem={toProblemView(steer.error)} />;
  if (operation.state === 'running') {
    return (
      <>
        <Button busy={steer.isPending} onClick={() => steer.mutate('cancel')}>
          Cancel the set-up
        </Button>
        {problem}
      </>
    );
  }
  return (
    <>
      {(keyRefused || askedForKey) && (
        <LinkButton look={keyRefused ? 'primary' : 'plain'} to="/onboarding/provider">
          Change the key
        </LinkButton>
      )}
      <Button look={keyRefused ? 'plain' : 'primary'} busy={steer.isPending} onClick={() => steer.mutate('retry')}>
        Retry from here
      </Button>
      <LinkButton to="/onboarding/review" look="quiet">
        Back to the plan
      </LinkButton>
      {problem}
    </>
  );
}

function hasProvider(core: { readonly debrid_service?: unknown }): boolean {
  return core.debrid_service !== undefined;
}

function Finished({ operation }: { operation: OperationView }) {
  const { forget } = useWizard();
  const complete = useCompleteOnboarding();
  const { mutate } = complete;
  useEffect(() => {
    mutate();
    forget();
    // Once for each finished operation, not whenever the functions are new.
  }, [operation.id]);
  return <DonePage operation={operation} problem={complete.error ? toProblemView(complete.error) : null} />;
}

import type { FormEvent, ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { formatCount } from '../../shared/format/words.ts';
import { Button, LinkButton } from '../../shared/ui/form/button.tsx';
import { useArrivalFocus } from '../../shared/ui/use-arrival-focus.ts';
import { useTitle } from '../../shared/ui/use-title.ts';
import type { WizardStep } from './answers/answers.ts';
import { PlanAside } from './plan-aside.tsx';
import { SkipLink } from './skip-wizard.tsx';
import { useWizard } from './wizard-context.ts';
import { stepAddress, stepTitles } from './wizard-steps.ts';
import styles from './wizard.module.css';

interface WizardFrameProps {
  readonly step: WizardStep;
  readonly question: string;
  readonly lead?: string;
  readonly children: ReactNode;
  /** What still keeps from going on; null when nothing does. */
  readonly blocked: string | null;
  /** What the last button does instead of going to the next screen. */
  readonly finish?: { readonly label: string; readonly busy: boolean; readonly run: () => void };
}

/** One question a screen, with the growing plan at the side. Enter goes on; back loses nothing. */
export function WizardFrame({ step, question, lead, children, blocked, finish }: WizardFrameProps) {
  const { steps } = useWizard();
  const navigate = useNavigate();
  const heading = useArrivalFocus<HTMLHeadingElement>(step);
  useTitle(question);
  const place = steps.indexOf(step);
  const before = steps[place - 1];
  const next = steps[place + 1];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (blocked !== null) return;
    if (finish) finish.run();
    else if (next) void navigate(stepAddress(next));
  };
  return (
    <div className={styles['layout']}>
      <form className={styles['main']} onSubmit={submit} noValidate>
        <StepTrail current={place} />
        <div className={styles['question']}>
          <h1 ref={heading} tabIndex={-1}>
            {question}
          </h1>
          {lead !== undefined && <p>{lead}</p>}
        </div>
        {children}
        <div className={styles['bar']}>
          <p className={styles['blocked']} aria-live="polite">
            {blocked}
          </p>
          {before ? <LinkButton to={stepAddress(before)}>Back</LinkButton> : <SkipLink />}
          <Button type="submit" look="primary" busy={finish?.busy ?? false} disabled={blocked !== null}>
            {finish?.label ?? 'Continue'}
          </Button>
        </div>
      </form>
      {step !== 'review' && <PlanAside />}
    </div>
  );
}

function StepTrail({ current }: { current: number }) {
  const { steps, preview } = useWizard();
  const planned = preview.plan?.services.length ?? 0;
  return (
    <div>
      <p className={styles['place']}>
        Step {current + 1} of {steps.length}
        {planned > 0 && <span className={styles['planned-count']}> · {formatCount(planned, 'service')} planned</span>}
      </p>
      <ol className={styles['trail']} aria-label="Screens of the set-up">
        {steps.map((step, index) => (
          <li
            key={step}
            data-past={index <= current || undefined}
            aria-current={index === current ? 'step' : undefined}
          >
            <span className="visually-hidden">{stepTitles[step]}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

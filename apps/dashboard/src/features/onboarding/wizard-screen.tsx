import { Navigate } from 'react-router';
import { useRunningOperation } from '../../shared/live/use-stack.ts';
import type { WizardStep } from './answers/answers.ts';
import { ExtrasStep } from './steps/extras-step.tsx';
import { GoalStep } from './steps/goal-step.tsx';
import { OptionsStep } from './steps/options-step.tsx';
import { ProviderStep } from './steps/provider-step.tsx';
import { ReviewStep } from './steps/review-step.tsx';
import { ServicesStep } from './steps/services-step.tsx';
import { useWizard } from './wizard-context.ts';
import { parseStep, stepAddress } from './wizard-steps.ts';

const screens: Readonly<Record<WizardStep, () => React.ReactNode>> = {
  goal: GoalStep,
  services: ServicesStep,
  provider: ProviderStep,
  extras: ExtrasStep,
  options: OptionsStep,
  review: ReviewStep,
};

/** The screen of an address; one that the answers do not call for leads to the nearest that they do. */
export function WizardScreen({ step: text }: { step: string | undefined }) {
  const { steps, answers, present } = useWizard();
  const running = useRunningOperation();
  const step = parseStep(text);
  // A second browser, or a return to the first screen, joins the set-up that is at work.
  if (running?.change.kind === 'compose' && step === 'goal')
    return <Navigate to={`/onboarding/start/${running.id}`} replace />;
  const started = answers.goal !== null || answers.cores.length + answers.extras.length > 0 || present.size > 0;
  if (step === null || (!started && step !== 'goal')) return <Navigate to={stepAddress('goal')} replace />;
  if (!steps.includes(step)) return <Navigate to={stepAddress('services')} replace />;
  const Screen = screens[step];
  return <Screen />;
}

import { Outlet, useParams } from 'react-router';
import { RunPage } from '../../features/onboarding/run/run-page.tsx';
import { WizardProvider } from '../../features/onboarding/wizard-provider.tsx';
import { WizardScreen } from '../../features/onboarding/wizard-screen.tsx';

/** The wizard around all of its screens, so that nothing that was answered is lost between them. */
export function OnboardingRoute() {
  return (
    <WizardProvider>
      <Outlet />
    </WizardProvider>
  );
}

/** The screen of the address. */
export function StepRoute() {
  return <WizardScreen step={useParams()['step']} />;
}

/** The set-up at work. */
export function RunRoute() {
  return <RunPage id={useParams()['id'] ?? ''} />;
}

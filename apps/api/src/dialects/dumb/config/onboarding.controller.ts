import { Controller, Inject } from '@nestjs/common';
import { getIn, setIn } from '@showrunner/config';
import { OnboardingStatusAnswer, StatusAnswer } from '@showrunner/contracts';
import { Route } from '../../../http/routes/endpoint.ts';
import { type Parts, PARTS } from '../../../parts.ts';

const tag = 'Configuration';
const flag = ['dumb', 'onboarding_completed'];

/** Whether the wizard was finished. */
@Controller()
export class OnboardingController {
  private readonly parts: Parts;

  constructor(@Inject(PARTS) parts: Parts) {
    this.parts = parts;
  }

  @Route({
    method: 'GET',
    path: '/config/onboarding-status',
    role: 'viewer',
    tag,
    summary: 'Whether the wizard is still to come',
    response: OnboardingStatusAnswer,
  })
  status() {
    return { needs_onboarding: getIn(this.parts.stack.document().effective, flag) !== true };
  }

  @Route({
    method: 'POST',
    path: '/config/onboarding-completed',
    role: 'operator',
    tag,
    summary: 'The wizard is done',
    response: StatusAnswer,
  })
  async completed() {
    await this.set(true);
    return { status: 'Onboarding completed successfully' };
  }

  @Route({
    method: 'POST',
    path: '/config/reset-onboarding',
    role: 'operator',
    tag,
    summary: 'Show the wizard again',
    response: StatusAnswer,
  })
  async reset() {
    await this.set(false);
    return { status: 'Onboarding status reset to false' };
  }

  private set(value: boolean): Promise<string> {
    return this.parts.stack.updateDocument((stored) => setIn(stored, flag, value));
  }
}

import type { WizardStep } from './answers/answers.ts';

/** The name of each screen. */
export const stepTitles: Readonly<Record<WizardStep, string>> = {
  goal: 'Goal',
  services: 'Services',
  provider: 'Provider and key',
  extras: 'Extras',
  options: 'Options',
  review: 'Review',
};

/** The address of a screen. */
export function stepAddress(step: WizardStep): string {
  return `/onboarding/${step}`;
}

/** Reads a screen from an address. */
export function parseStep(text: string | undefined): WizardStep | null {
  return text !== undefined && text in stepTitles ? (text as WizardStep) : null;
}

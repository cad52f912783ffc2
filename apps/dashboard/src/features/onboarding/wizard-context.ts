import type { PlanView } from '@showrunner/contracts';
import { createContext, useContext } from 'react';
import type { Answers, WizardStep } from './answers/answers.ts';
import type { CoreOffer, OptionalOffer } from './answers/service-offer.ts';
import type { Keys } from './answers/to-change.ts';

/** What every screen of the wizard shares. */
export interface Wizard {
  readonly answers: Answers;
  readonly change: (next: (answers: Answers) => Answers) => void;
  readonly keys: Keys;
  readonly setKey: (provider: string, key: string) => void;
  readonly cores: readonly CoreOffer[];
  readonly extras: readonly OptionalOffer[];
  /** Services that are already part of the stack. */
  readonly present: ReadonlySet<string>;
  readonly steps: readonly WizardStep[];
  readonly preview: { readonly plan: PlanView | undefined; readonly error: unknown; readonly pending: boolean };
  readonly forget: () => void;
}

export const WizardContext = createContext<Wizard | null>(null);

/** The wizard around this screen. */
export function useWizard(): Wizard {
  const wizard = useContext(WizardContext);
  if (!wizard) throw new Error('A wizard screen is shown outside of the wizard.');
  return wizard;
}

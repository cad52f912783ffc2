import type { Json } from '@showrunner/contracts';
import type { CoreOffer } from './service-offer.ts';

/** What the person has answered so far. Never holds a key. */
export interface Answers {
  readonly goal: Goal | null;
  readonly cores: readonly string[];
  /** Debrid provider by core service. */
  readonly providers: Readonly<Record<string, string>>;
  readonly extras: readonly string[];
  /** Values that differ from the defaults, by option group: `riven_backend/rclone`, `zilean`. */
  readonly options: Readonly<Record<string, Readonly<Record<string, Json>>>>;
}

export type Goal = 'debrid' | 'usenet' | 'library' | 'pick';
export type WizardStep = 'goal' | 'services' | 'provider' | 'extras' | 'options' | 'review';

export const emptyAnswers: Answers = { goal: null, cores: [], providers: {}, extras: [], options: {} };

/** What each goal starts with; everything can be changed on the next screens. */
export const goals: Readonly<
  Record<
    Goal,
    {
      readonly title: string;
      readonly lead: string;
      readonly cores: readonly string[];
      readonly extras: readonly string[];
    }
  >
> = {
  debrid: {
    title: 'Stream from a debrid provider',
    lead: 'Films and series play from your provider’s cloud. Riven finds them, nothing fills your disk.',
    cores: ['riven_backend'],
    extras: ['riven_frontend', 'zilean'],
  },
  usenet: {
    title: 'Stream from Usenet',
    lead: 'The same idea with a Usenet account instead of a debrid provider.',
    cores: ['altmount', 'sonarr', 'radarr', 'prowlarr'],
    extras: [],
  },
  library: {
    title: 'Play a library that I have',
    lead: 'A media server over the files on this machine.',
    cores: ['jellyfin'],
    extras: [],
  },
  pick: {
    title: 'Pick the services myself',
    lead: 'You know what you want. What it needs comes with it.',
    cores: [],
    extras: [],
  },
};

/** Chooses a goal with what it starts with, as far as it can be installed. */
export function chooseGoal(answers: Answers, goal: Goal, available: ReadonlySet<string>): Answers {
  if (answers.goal === goal) return answers;
  const cores = goals[goal].cores.filter((key) => available.has(key));
  return { ...answers, goal, cores, extras: goals[goal].extras };
}

/** Chooses a core service or lets it go again. */
export function toggleCore(answers: Answers, key: string): Answers {
  return { ...answers, cores: toggle(answers.cores, key) };
}

/** Chooses an optional service or lets it go again. */
export function toggleExtra(answers: Answers, key: string): Answers {
  return { ...answers, extras: toggle(answers.extras, key) };
}

/** Sets an option; one that equals its default is not kept. */
export function setOption(answers: Answers, group: string, field: string, value: Json, standard: Json): Answers {
  const { [field]: _old, ...others } = answers.options[group] ?? {};
  const kept = value === standard ? others : { ...others, [field]: value };
  return { ...answers, options: { ...answers.options, [group]: kept } };
}

/** The provider that is chosen for a core service: the answer, or the only one there is. */
export function providerOf(answers: Answers, core: CoreOffer): string | null {
  const chosen = answers.providers[core.key];
  if (chosen !== undefined && core.debrid_providers.includes(chosen)) return chosen;
  return core.debrid_providers.length === 1 ? (core.debrid_providers[0] ?? null) : null;
}

/** The chosen services that take their media from a provider. */
export function coresWithProvider(answers: Answers, offers: readonly CoreOffer[]): readonly CoreOffer[] {
  return offers.filter((offer) => answers.cores.includes(offer.key) && offer.debrid_providers.length > 0);
}

/** The screens that these answers call for, in order. */
export function stepsFor(answers: Answers, offers: readonly CoreOffer[]): readonly WizardStep[] {
  const asksProvider = coresWithProvider(answers, offers).length > 0;
  return ['goal', 'services', ...(asksProvider ? (['provider'] as const) : []), 'extras', 'options', 'review'];
}

function toggle(list: readonly string[], key: string): readonly string[] {
  return list.includes(key) ? list.filter((one) => one !== key) : [...list, key];
}

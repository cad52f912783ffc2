import type { Answers } from './answers.ts';
import { formatKey } from '../../../shared/format/words.ts';
import type { CoreOffer, OptionalOffer, OptionValues } from './service-offer.ts';

/** The options of one service in the place where it is used. */
export interface OptionGroup {
  readonly id: string;
  readonly title: string;
  readonly defaults: OptionValues;
  readonly help: Readonly<Record<string, string>>;
  /** Of something that comes with a choice, not of the choice itself. */
  readonly attached: boolean;
}

/** Option panels of the answers: each chosen service, what it needs, each extra. */
export function listOptionGroups(
  answers: Answers,
  cores: readonly CoreOffer[],
  extras: readonly OptionalOffer[],
): readonly OptionGroup[] {
  const chosen = cores.filter((offer) => answers.cores.includes(offer.key));
  const ofCores = chosen.flatMap((offer) =>
    Object.entries(offer.service_options).map(([service, defaults]) => ({
      id: `${offer.key}/${service}`,
      title: service === offer.key ? offer.name : `${formatKey(service)} for ${offer.name}`,
      defaults,
      help: offer.service_option_descriptions[service] ?? {},
      attached: service !== offer.key,
    })),
  );
  const ofExtras = extras
    .filter((offer) => answers.extras.includes(offer.key))
    .map((offer) => ({
      id: offer.key,
      title: offer.name,
      defaults: offer.service_options,
      help: offer.service_option_descriptions,
      attached: false,
    }));
  return [...ofCores, ...ofExtras].filter((group) => Object.keys(group.defaults).length > 0);
}

const commonFields = new Set([
  'port',
  'frontend_port',
  'backend_port',
  'log_level',
  'origin',
  'setup_email',
  'setup_password',
  'friendly_name',
  'plex_claim',
]);

/** Fields that a newcomer may care about, and the rest. */
export function sortFields(fields: readonly string[]): {
  readonly common: readonly string[];
  readonly rare: readonly string[];
} {
  return {
    common: fields.filter((field) => commonFields.has(field)),
    rare: fields.filter((field) => !commonFields.has(field)),
  };
}

/** What is wrong with the value of a field; null when nothing is. */
export function optionProblem(group: OptionGroup, field: string, answers: Answers): string | null {
  const value = answers.options[group.id]?.[field];
  if (value === undefined) return null;
  if (isPort(field)) {
    return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535
      ? null
      : 'Use a number from 1 to 65535.';
  }
  if (typeof group.defaults[field] === 'number' && typeof value !== 'number') return 'Use a number.';
  if (field === 'commit_sha' && value !== '' && !/^[0-9a-f]{40}$/i.test(String(value)))
    return 'Use all 40 digits of the commit.';
  return null;
}

/** Whether a field holds a port. */
export function isPort(field: string): boolean {
  return field === 'port' || field.endsWith('_port');
}

import type { StackChange } from '@showrunner/contracts';
import { type Answers, providerOf } from './answers.ts';
import type { CoreOffer } from './service-offer.ts';

/** Keys by provider; they live in memory only. */
export type Keys = Readonly<Record<string, string>>;

/** The request that the answers add up to. Without a key the plan can still be asked for. */
export function toChange(answers: Answers, keys: Keys, offers: readonly CoreOffer[]): StackChange {
  const chosen = offers.filter((offer) => answers.cores.includes(offer.key));
  const optionalOptions = pickOptions(
    answers,
    answers.extras.map((key) => [key, key]),
  );
  return {
    kind: 'compose',
    cores: chosen.map((offer) => {
      const provider = offer.debrid_providers.length > 0 ? providerOf(answers, offer) : null;
      const key = provider === null ? '' : (keys[provider] ?? '').trim();
      const options = pickOptions(
        answers,
        Object.keys(offer.service_options).map((service) => [`${offer.key}/${service}`, service]),
      );
      return {
        name: offer.key,
        ...(provider === null ? {} : { debrid_service: provider }),
        ...(key === '' ? {} : { debrid_key: key }),
        ...(options ? { service_options: options } : {}),
      };
    }),
    optionals: [...answers.extras],
    ...(optionalOptions ? { optionalOptions } : {}),
  };
}

/** Stands for a key in a plan that is only looked at. It is never sent with a start. */
const unknownKey = 'not-entered-yet';

/** The same for a plan that is only looked at: with a key that is still to come it is already whole. */
export function toPreview(answers: Answers, keys: Keys, offers: readonly CoreOffer[]): StackChange {
  const missing = missingKeys(answers, keys, offers).filter((provider) => provider !== '');
  const assumed = Object.fromEntries(missing.map((provider) => [provider, unknownKey]));
  return toChange(answers, { ...keys, ...assumed }, offers);
}

/** The providers whose key is still to be entered. */
export function missingKeys(answers: Answers, keys: Keys, offers: readonly CoreOffer[]): readonly string[] {
  const wanted = offers
    .filter((offer) => answers.cores.includes(offer.key) && offer.debrid_providers.length > 0)
    .map((offer) => providerOf(answers, offer) ?? '');
  return [...new Set(wanted)].filter((provider) => (keys[provider] ?? '').trim() === '');
}

function pickOptions(answers: Answers, groups: readonly (readonly [string, string])[]) {
  const picked = groups.flatMap(([group, service]) => {
    const values = answers.options[group];
    return values && Object.keys(values).length > 0 ? [[service, { ...values }] as const] : [];
  });
  return picked.length > 0 ? Object.fromEntries(picked) : undefined;
}

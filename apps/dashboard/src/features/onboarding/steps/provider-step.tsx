import { useQuery } from '@tanstack/react-query';
import { aboutQuery } from '../../../shared/api/about.ts';
import { formatList } from '../../../shared/format/words.ts';
import { SecretField } from '../../../shared/ui/form/field.tsx';
import { coresWithProvider, providerOf } from '../answers/answers.ts';
import { ChoiceCard } from './choice-card.tsx';
import styles from './choice.module.css';
import type { CoreOffer } from '../answers/service-offer.ts';
import { missingKeys } from '../answers/to-change.ts';
import { useWizard } from '../wizard-context.ts';
import { WizardFrame } from '../wizard-frame.tsx';

/** Where each provider shows its key. */
const keyPages: Readonly<Record<string, string>> = {
  RealDebrid: 'https://real-debrid.com/apitoken',
  AllDebrid: 'https://alldebrid.com/apikeys',
  'Debrid Link': 'https://debrid-link.com/webapp/apikey',
  TorBox: 'https://torbox.app/settings',
  Premiumize: 'https://www.premiumize.me/account',
};

/** Which provider each service uses, and one key for each provider. */
export function ProviderStep() {
  const { answers, cores, keys } = useWizard();
  const asking = coresWithProvider(answers, cores);
  const undecided = asking.filter((offer) => providerOf(answers, offer) === null);
  const missing = missingKeys(answers, keys, cores);
  const providers = [...new Set(asking.flatMap((offer) => providerOf(answers, offer) ?? []))];
  return (
    <WizardFrame
      step="provider"
      question={
        asking.length === 1 ? `Where does ${asking[0]?.name} get its media?` : 'Where does the media come from?'
      }
      lead="The key lets your services use your account. It is stored on your machine only and never shown again."
      blocked={sayBlocked(undecided, missing)}
    >
      {asking.map((offer) => (
        <ProviderChoice key={offer.key} offer={offer} />
      ))}
      {providers.map((provider, index) => (
        <KeyField
          key={provider}
          provider={provider}
          first={index === 0 && asking.every((offer) => offer.debrid_providers.length === 1)}
        />
      ))}
    </WizardFrame>
  );
}

function ProviderChoice({ offer }: { offer: CoreOffer }) {
  const { answers, change } = useWizard();
  const chosen = providerOf(answers, offer);
  return (
    <fieldset className={styles['list']}>
      <legend>Provider for {offer.name}</legend>
      {offer.debrid_providers.map((provider) => (
        <ChoiceCard
          key={provider}
          kind="radio"
          name={`provider-${offer.key}`}
          title={provider}
          checked={chosen === provider}
          onChange={() => change((known) => ({ ...known, providers: { ...known.providers, [offer.key]: provider } }))}
        />
      ))}
    </fieldset>
  );
}

function KeyField({ provider, first }: { provider: string; first: boolean }) {
  const { keys, setKey } = useWizard();
  const about = useQuery(aboutQuery);
  const page = keyPages[provider];
  return (
    <SecretField
      label={`API key of ${provider}`}
      autoComplete="off"
      autoFocus={first}
      value={keys[provider] ?? ''}
      onChange={(event) => setKey(provider, event.target.value)}
      help={
        about.data?.demo ? (
          <>
            This is the demo: type any word, such as “demo”. A key that begins with “bad-” is refused, to show what
            happens.
          </>
        ) : (
          page && (
            <>
              You find it at{' '}
              <a href={page} target="_blank" rel="noreferrer">
                {page.replace('https://', '')}
              </a>{' '}
              when you are signed in there.
            </>
          )
        )
      }
    />
  );
}

function sayBlocked(undecided: readonly CoreOffer[], missing: readonly string[]): string | null {
  if (undecided.length > 0) return `Choose a provider for ${formatList(undecided.map((offer) => offer.name))}.`;
  return missing.length > 0 ? `Enter the key of ${formatList(missing)}.` : null;
}

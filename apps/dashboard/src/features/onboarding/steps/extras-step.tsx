import { toggleExtra } from '../answers/answers.ts';
import { ChoiceCard } from './choice-card.tsx';
import styles from './choice.module.css';
import { isInstallable, type OptionalOffer, readDescription } from '../answers/service-offer.ts';
import { OfferList } from './offer-list.tsx';
import { useWizard } from '../wizard-context.ts';
import { WizardFrame } from '../wizard-frame.tsx';

/** What can be added. */
export function ExtrasStep() {
  const { answers, extras } = useWizard();
  const nothing = answers.cores.length + answers.extras.length === 0;
  return (
    <WizardFrame
      step="extras"
      question="Anything extra?"
      lead="None of these is needed. Each makes life with the others easier."
      blocked={nothing ? 'Choose a service or an extra.' : null}
    >
      <OfferList
        legend="Extras"
        offers={extras}
        choice={(offer) => <ExtraChoice key={offer.key} offer={offer} />}
        empty="There is nothing to add to what you chose."
      />
    </WizardFrame>
  );
}

function ExtraChoice({ offer }: { offer: OptionalOffer }) {
  const { answers, change, present } = useWizard();
  const there = present.has(offer.key);
  const possible = isInstallable(offer);
  const { points } = readDescription(offer.description);
  return (
    <ChoiceCard
      kind="checkbox"
      name="extra"
      title={offer.name}
      checked={answers.extras.includes(offer.key) || there}
      disabled={there || !possible}
      note={
        there
          ? 'Already part of your stack.'
          : possible
            ? undefined
            : 'Showrunner knows it but cannot install it so far.'
      }
      onChange={() => change((known) => toggleExtra(known, offer.key))}
    >
      {points.length > 0 && <span className={styles['text']}>{points.slice(0, 2).join(' ')}</span>}
    </ChoiceCard>
  );
}

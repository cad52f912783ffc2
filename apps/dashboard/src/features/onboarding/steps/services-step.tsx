import { toProblemView } from '../../../shared/api/api-error.ts';
import { formatList } from '../../../shared/format/words.ts';
import { toggleCore } from '../answers/answers.ts';
import { ChoiceCard } from './choice-card.tsx';
import styles from './choice.module.css';
import { type CoreOffer, isInstallable, readDescription } from '../answers/service-offer.ts';
import { OfferList } from './offer-list.tsx';
import { useWizard } from '../wizard-context.ts';
import { WizardFrame } from '../wizard-frame.tsx';

/** The services that are chosen for themselves. What cannot be installed yet is listed apart, with the reason. */
export function ServicesStep() {
  const { answers, cores, present, preview } = useWizard();
  const problem = preview.error ? toProblemView(preview.error) : null;
  const refused = problem?.code === 'service.not-installable' ? problem.message : null;
  const wanted = cores.filter((offer) => answers.cores.includes(offer.key) && !isInstallable(offer));
  return (
    <WizardFrame
      step="services"
      question="Which services?"
      lead="Choose what you want to use. What it needs comes with it, as the plan shows."
      blocked={refused ?? blockOf(answers.cores.length, wanted, present.size > 0)}
    >
      <OfferList legend="Services" offers={cores} choice={(offer) => <ServiceChoice key={offer.key} offer={offer} />} />
    </WizardFrame>
  );
}

function ServiceChoice({ offer }: { offer: CoreOffer }) {
  const { answers, change, present } = useWizard();
  const there = present.has(offer.key) && !offer.supports_instances;
  const possible = isInstallable(offer);
  const { points } = readDescription(offer.description);
  return (
    <ChoiceCard
      kind="checkbox"
      name="service"
      title={offer.name}
      checked={answers.cores.includes(offer.key) || there}
      disabled={there || (!possible && !answers.cores.includes(offer.key))}
      note={sayNote(offer, there, possible)}
      onChange={() => change((known) => toggleCore(known, offer.key))}
    >
      {points.length > 0 && <span className={styles['text']}>{points.slice(0, 2).join(' ')}</span>}
    </ChoiceCard>
  );
}

function sayNote(offer: CoreOffer, there: boolean, possible: boolean): string | undefined {
  if (there) return 'Already part of your stack.';
  if (!possible) return 'Not in this version yet: Showrunner knows it but cannot install it so far.';
  return offer.debrid_providers.length > 0 ? `Works with ${formatList(offer.debrid_providers)}.` : undefined;
}

function blockOf(count: number, impossible: readonly CoreOffer[], hasStack: boolean): string | null {
  if (impossible.length > 0) return `${formatList(impossible.map((offer) => offer.name))} cannot be installed yet.`;
  // Extras alone make sense only beside something that is there.
  return count === 0 && !hasStack ? 'Choose at least one service.' : null;
}

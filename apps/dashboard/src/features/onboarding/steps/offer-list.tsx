import type { ReactNode } from 'react';
import { type CoreOffer, isInstallable, type OptionalOffer } from '../answers/service-offer.ts';
import styles from './choice.module.css';

/** What can be chosen; what this version knows but cannot install is folded away below. */
export function OfferList<Offer extends CoreOffer | OptionalOffer>({
  legend,
  offers,
  choice,
  empty,
}: {
  legend: string;
  offers: readonly Offer[];
  choice: (offer: Offer) => ReactNode;
  /** Said where nothing can be chosen. */
  empty?: string;
}) {
  const possible = offers.filter(isInstallable);
  const later = offers.filter((offer) => !isInstallable(offer));
  return (
    <>
      <fieldset className={styles['list']}>
        <legend className="visually-hidden">{legend}</legend>
        {possible.map(choice)}
        {possible.length === 0 && empty !== undefined && <p className={styles['note']}>{empty}</p>}
      </fieldset>
      {later.length > 0 && (
        <details className={styles['later']}>
          <summary>Not in this version yet ({later.length})</summary>
          <fieldset className={styles['list']}>
            <legend className="visually-hidden">Not in this version yet</legend>
            {later.map(choice)}
          </fieldset>
        </details>
      )}
    </>
  );
}

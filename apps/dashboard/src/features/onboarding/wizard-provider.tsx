import { useQueries, useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { Loading } from '../../shared/ui/feedback/loading.tsx';
import { LoadFailure } from '../../shared/ui/feedback/load-failure.tsx';
import { useStack } from '../../shared/live/use-stack.ts';
import { type Answers, emptyAnswers, stepsFor } from './answers/answers.ts';
import { forgetAnswers, loadAnswers, saveAnswers } from './answers/answers-storage.ts';
import { coreServicesQuery } from './api/core-services.ts';
import { optionalServicesQuery } from './api/optional-services.ts';
import type { CoreOffer, OptionalOffer } from './answers/service-offer.ts';
import { usePlanPreview } from './api/use-plan-preview.ts';
import { WizardContext } from './wizard-context.ts';

const nothing: readonly never[] = [];

/** Holds the answers: in the tab's storage for a reload, keys in memory only. */
export function WizardProvider({ children }: { children: ReactNode }) {
  const offers = useQuery(coreServicesQuery);
  if (offers.isPending) return <Loading label="Loading the services" rows={4} />;
  if (offers.isError) return <LoadFailure error={offers.error} onRetry={() => void offers.refetch()} />;
  return <Ready cores={offers.data}>{children}</Ready>;
}

function Ready({ cores, children }: { cores: readonly CoreOffer[]; children: ReactNode }) {
  const [answers, setAnswers] = useState<Answers>(() => loadAnswers(sessionStorage));
  const [keys, setKeys] = useState<Readonly<Record<string, string>>>({});
  const { services } = useStack();
  const extras = useExtras(answers.cores);
  const offered = useMemo(() => keepOffered(answers, cores, extras), [answers, cores, extras]);
  const preview = usePlanPreview(offered, keys, cores);
  const present = useMemo(
    () => new Set(services?.filter((service) => service.enabled).map((service) => service.serviceKey)),
    [services],
  );
  const change = (next: (answers: Answers) => Answers) => {
    setAnswers((known) => {
      const changed = next(known);
      saveAnswers(sessionStorage, changed);
      return changed;
    });
  };
  const wizard = {
    answers: offered,
    change,
    keys,
    setKey: (provider: string, key: string) => setKeys((known) => ({ ...known, [provider]: key })),
    cores,
    extras: extras ?? nothing,
    present,
    steps: stepsFor(offered, cores),
    preview,
    forget: () => {
      forgetAnswers(sessionStorage);
      setAnswers(emptyAnswers);
      setKeys({});
    },
  };
  return <WizardContext value={wizard}>{children}</WizardContext>;
}

/** What can be added to all chosen services at once; undefined while it loads. */
function useExtras(cores: readonly string[]): readonly OptionalOffer[] | undefined {
  const asked = cores.length > 0 ? cores : [null];
  return useQueries({
    queries: asked.map((core) => optionalServicesQuery(core)),
    combine: (results) => {
      const [first, ...others] = results.map((result) => result.data);
      if (!first || others.some((list) => !list)) return undefined;
      return first.filter((offer) => others.every((list) => list?.some((one) => one.key === offer.key)));
    },
  });
}

/** The answers without what is not offered; an answer comes back when its offer does. */
function keepOffered(
  answers: Answers,
  cores: readonly CoreOffer[],
  extras: readonly OptionalOffer[] | undefined,
): Answers {
  return {
    ...answers,
    cores: answers.cores.filter((key) => cores.some((offer) => offer.key === key)),
    extras: extras
      ? answers.extras.filter((key) => extras.some((offer) => offer.key === key && offer.installable !== false))
      : answers.extras,
  };
}

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { askPlan } from '../../../shared/api/operations/plan.ts';
import type { Answers } from '../answers/answers.ts';
import type { CoreOffer } from '../answers/service-offer.ts';
import { type Keys, toChange, toPreview } from '../answers/to-change.ts';
import { useDebounced } from './use-debounced.ts';

const settleMs = 250;

/** The plan of the answers so far, asked for again shortly after each answer. */
export function usePlanPreview(answers: Answers, keys: Keys, offers: readonly CoreOffer[]) {
  // Keys stay out of the cache: which of them are there is enough to tell plans apart.
  const entered = Object.keys(keys).filter((provider) => keys[provider] !== '');
  const signature = JSON.stringify([toChange(answers, {}, offers), entered]);
  const settled = useDebounced(signature, settleMs);
  const query = useQuery({
    queryKey: ['plan', 'preview', settled],
    queryFn: ({ signal }) => askPlan(toPreview(answers, keys, offers), signal),
    enabled: settled === signature && answers.cores.length + answers.extras.length > 0,
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  });
  const chosen = answers.cores.length + answers.extras.length > 0;
  return {
    plan: chosen ? query.data : undefined,
    error: chosen ? query.error : null,
    pending: settled !== signature || query.isFetching,
  };
}

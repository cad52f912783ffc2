import { queryOptions } from '@tanstack/react-query';
import { get } from '../../../shared/api/client.ts';
import type { OptionalOffer } from '../answers/service-offer.ts';

/** `GET /process/optional-services`: what can be added to one core service, or to nothing. */
export function optionalServicesQuery(core: string | null) {
  return queryOptions({
    queryKey: ['offers', 'optional', core],
    queryFn: async ({ signal }) => {
      const query = core === null ? '' : `?core_service=${encodeURIComponent(core)}`;
      const answer = await get<{ readonly optional_services: readonly OptionalOffer[] }>(
        `/process/optional-services${query}`,
        signal,
      );
      return answer.optional_services;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

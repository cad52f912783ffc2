import { queryOptions } from '@tanstack/react-query';
import { get } from '../../../shared/api/client.ts';
import type { CoreOffer } from '../answers/service-offer.ts';

/** `GET /process/core-services` */
export const coreServicesQuery = queryOptions({
  queryKey: ['offers', 'core'],
  queryFn: async ({ signal }) => {
    const answer = await get<{ readonly core_services: readonly CoreOffer[] }>('/process/core-services', signal);
    return answer.core_services;
  },
  staleTime: Number.POSITIVE_INFINITY,
});

import { queryOptions } from '@tanstack/react-query';
import { get } from './client.ts';

/** `GET /config/onboarding-status`: whether the wizard was ever finished or left. */
export const onboardingStatusQuery = queryOptions({
  queryKey: ['onboarding', 'status'],
  queryFn: ({ signal }) => get<{ readonly needs_onboarding: boolean }>('/config/onboarding-status', signal),
  staleTime: Number.POSITIVE_INFINITY,
});

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { post } from '../../../shared/api/client.ts';
import { onboardingStatusQuery } from '../../../shared/api/onboarding-status.ts';

/** Says that the wizard is done with, finished or left. */
export function useCompleteOnboarding() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => post<unknown>('/config/onboarding-completed'),
    onSuccess: () => queries.setQueryData(onboardingStatusQuery.queryKey, { needs_onboarding: false }),
  });
}

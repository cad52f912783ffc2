import type { AboutView } from '@showrunner/contracts';
import { queryOptions } from '@tanstack/react-query';
import { get } from './client.ts';

/** Version, demo or not, warnings of the machine. */
export const aboutQuery = queryOptions({
  queryKey: ['about'],
  queryFn: ({ signal }) => get<AboutView>('/api/native/about', signal),
  staleTime: 60_000,
});

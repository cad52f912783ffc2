import type { StackView } from '@showrunner/contracts';
import { queryOptions } from '@tanstack/react-query';
import { get } from './client.ts';

/** Every configured entry with what is known of it; states are kept fresh by the live stream. */
export const stackQuery = queryOptions({
  queryKey: ['stack'],
  queryFn: ({ signal }) => get<StackView>('/api/native/stack', signal),
});

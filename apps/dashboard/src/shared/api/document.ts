import type { JsonObject } from '@showrunner/contracts';
import { queryOptions } from '@tanstack/react-query';
import { get } from './client.ts';

/** The stack document with its secrets masked, and which values the environment overrides. */
export interface DocumentView {
  readonly revision: string;
  readonly document: JsonObject;
  /** JSON pointers. */
  readonly overridden: readonly string[];
}

/** `GET /api/native/document` */
export const documentQuery = queryOptions({
  queryKey: ['document'],
  queryFn: ({ signal }) => get<DocumentView>('/api/native/document', signal),
});

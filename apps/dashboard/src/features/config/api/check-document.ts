import type { JsonObject, ProblemView } from '@showrunner/contracts';
import { post } from '../../../shared/api/client.ts';

/** What is wrong with a document; nothing where it could be saved. */
export interface DocumentCheck {
  readonly issues: NonNullable<ProblemView['issues']>;
}

/** `POST /api/native/document/check`: validates without saving. */
export function checkDocument(document: JsonObject, signal?: AbortSignal): Promise<DocumentCheck> {
  return post<DocumentCheck>('/api/native/document/check', { document }, signal);
}

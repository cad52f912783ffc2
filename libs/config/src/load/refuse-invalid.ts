import { Problem } from '@showrunner/contracts';
import { describeIssues } from '../validate/describe-issues.ts';
import { validateDocument } from '../validate/validate-document.ts';
import type { LoadStep } from './load-state.ts';

/** Refuses a document with wrong values, naming all of them at once. */
export const refuseInvalid: LoadStep = (state, catalog) => {
  const issues = validateDocument(state.document, catalog);
  if (issues.length > 0) throw new Problem('document.invalid', describeIssues(issues), { issues });
  return state;
};

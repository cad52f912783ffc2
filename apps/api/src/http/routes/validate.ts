import { type FieldFault, type Json, Problem, type TSchema } from '@showrunner/contracts';
import { schemaCheck } from '../../schema-check.ts';
import { coerce } from './coerce.ts';
import { toFaults } from './faults.ts';

/** Answers the value as it is to be used. @throws Problem `request.invalid` with the faults in its details */
export type Validator = (value: unknown) => unknown;

/** Makes the validator of a body or query from its schema. */
export function compileValidator(schema: TSchema, place: 'body' | 'query'): Validator {
  const check = schemaCheck<unknown>(schema);
  return (value) => {
    const coerced = coerce(schema, value);
    if (check(coerced)) return coerced;
    throw refuse(toFaults(check.errors(), place, coerced));
  };
}

/** The refusal of a request with wrong fields. */
export function refuse(faults: readonly FieldFault[]): Problem {
  const sentence = faults.map(({ loc, msg }) => `${loc.slice(1).join('.') || loc[0]}: ${msg}`).join('; ');
  return new Problem('request.invalid', sentence, {
    details: { faults: JSON.parse(JSON.stringify(faults)) as Json }, // came out of JSON, goes into JSON
    issues: faults.map(({ loc, msg }) => ({ path: loc, message: msg })),
  });
}

/** The faults of a refused request, where it was refused for its fields. */
export function faultsOf(problem: Problem): readonly FieldFault[] | undefined {
  const faults = problem.code === 'request.invalid' ? problem.details['faults'] : undefined;
  return Array.isArray(faults) ? (faults as unknown as FieldFault[]) : undefined; // written by `refuse` only
}

import {
  type CoreSelection,
  type OperationView,
  Problem,
  type StackChange,
  type StartCoreServiceAnswer,
  type StartCoreServiceBody,
} from '@showrunner/contracts';
import type { Plan } from '@showrunner/planner';

/** What a plan says about the names that were asked for. */
export type Selection = Pick<Plan, 'selected' | 'refused'>;

const failureMessage = 'One or more services failed to start during onboarding.';

/** Reads the body of `start-core-service` as a change. */
export function toComposition(body: StartCoreServiceBody): Extract<StackChange, { kind: 'compose' }> {
  return {
    kind: 'compose',
    cores: [body.core_services].flat().map(withoutBlanks),
    optionals: [...(body.optional_services ?? [])],
    ...(body.optional_service_options ? { optionalOptions: body.optional_service_options } : {}),
  };
}

/**
 * What became of it: each core service that was asked for, started or not, and why. Optional services are told only
 * where they failed, as the original does.
 */
export function toStartAnswer(
  { selected, refused }: Selection,
  operation: OperationView,
  cores: ReadonlySet<string>,
): StartCoreServiceAnswer {
  const results: StartCoreServiceAnswer['results'] = [];
  const errors = refused.map(({ name, message }) => ({ service: name, error: message }));
  for (const { name, processNames } of selected) {
    const broken = operation.steps.find(
      ({ processName, state }) => processName !== null && processNames.includes(processName) && state !== 'done',
    );
    if (broken === undefined) {
      if (cores.has(name)) results.push({ service: name, status: 'started' });
    } else errors.push({ service: name, error: (broken.problem ?? operation.problem)?.message ?? reasonOf(operation) });
  }
  // The cores stand, but something that was chosen beside them does not.
  if (errors.length === 0 && operation.state !== 'succeeded') {
    const step = operation.steps.find(({ id }) => id === operation.failedStep);
    errors.push({ service: step?.processName ?? 'stack', error: reasonOf(operation) });
  }
  return { results, errors };
}

/** The failure of a start, with what did and did not start told on both levels. */
export function toStartFailure(answer: StartCoreServiceAnswer, code: Problem['code']): Problem {
  const body = { detail: { message: failureMessage, ...answer }, ...answer, code };
  return new Problem(code, failureMessage, { details: { status: 500, body } });
}

function reasonOf({ problem, state }: OperationView): string {
  return problem?.message ?? `The operation was ${state}.`;
}

/** Clients send blanks for what was not filled in. */
function withoutBlanks(core: CoreSelection): CoreSelection {
  const filled = Object.entries(core).filter(([, value]) => value !== '' && value !== null);
  return Object.fromEntries(filled) as CoreSelection; // the required name is never blank
}

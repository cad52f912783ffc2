import type { OperationView, SequencedEvent, UnitStatus } from '@showrunner/contracts';
import type { Stack } from '@showrunner/operations';
import type { Logger } from '@showrunner/platform';

/** Writes into the log what the stack does: operations for everybody, states of programs for whoever looks closely. */
export function tellOperations(stack: Pick<Stack, 'subscribe'>, logger: Logger): void {
  const told = new Map<string, OperationView['state']>();
  const states = new Map<string, UnitStatus['state']>();
  stack.subscribe((event: SequencedEvent) => {
    if (event.type === 'operation.changed') tellOperation(event.operation, told, logger);
    if (event.type !== 'unit.changed') return;
    const { processName, state, reason } = event.unit;
    if (states.get(processName) === state) return;
    states.set(processName, state);
    logger.debug('unit.changed', { processName, state, reason });
  });
}

function tellOperation(
  { id, title, actor, state, problem }: OperationView,
  told: Map<string, OperationView['state']>,
  logger: Logger,
): void {
  if (told.get(id) === state) return;
  if (state === 'running') told.set(id, state);
  else told.delete(id);
  const fields = { title, actor, ...(problem === undefined ? {} : { problem: problem.message }) };
  if (state === 'failed') logger.error('operation.failed', fields);
  else logger.info(`operation.${state === 'running' ? 'started' : state}`, fields);
}

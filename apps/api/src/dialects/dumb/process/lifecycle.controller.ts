import { Body, Controller, Inject } from '@nestjs/common';
import { findEntry } from '@showrunner/config';
import {
  type OperationView,
  Problem,
  ServiceActionAnswer,
  ServiceActionBody,
  type StackChange,
  StartCoreServiceAnswer,
  StartCoreServiceBody,
  toOperationId,
} from '@showrunner/contracts';
import { Route } from '../../../http/routes/endpoint.ts';
import { Caller, type Principal } from '../../../http/guards/principal.ts';
import { type Parts, PARTS } from '../../../parts.ts';
import { type Selection, toComposition, toStartAnswer, toStartFailure } from './start-core-service.ts';

const tag = 'Process Management';
const serviceAction = {
  method: 'POST',
  role: 'operator',
  tag,
  body: ServiceActionBody,
  response: ServiceActionAnswer,
} as const;

/** Starting and stopping. Answers come when it is done; reads go on meanwhile. */
@Controller()
export class LifecycleController {
  private readonly parts: Parts;

  constructor(@Inject(PARTS) parts: Parts) {
    this.parts = parts;
  }

  @Route({
    ...serviceAction,
    path: '/process/start-service',
    summary: 'Start a process and wait until it is healthy',
    errors: { 404: 'There is no such process', 409: 'Another operation works on it', 500: 'It did not start' },
  })
  async start(
    @Body() { process_name: name }: ServiceActionBody,
    @Caller() caller: Principal,
  ): Promise<ServiceActionAnswer> {
    if (this.find(name) === undefined) throw new Problem('process.unknown', 'Service not enabled or found');
    const operation = await this.runToEnd({ kind: 'start', processNames: [name] }, caller);
    refuseUnlessDone(operation, `Unable to start the service '${name}'.`);
    return { status: 'Service started successfully', process_name: name };
  }

  @Route({
    ...serviceAction,
    path: '/process/stop-service',
    summary: 'Stop a process; what does not run counts as stopped',
    errors: { 409: 'Another operation works on it', 500: 'It cannot be ended' },
  })
  async stop(
    @Body() { process_name: name }: ServiceActionBody,
    @Caller() caller: Principal,
  ): Promise<ServiceActionAnswer> {
    if (this.find(name) !== undefined) {
      const operation = await this.runToEnd({ kind: 'stop', processNames: [name] }, caller);
      refuseUnlessDone(operation, `Failed to stop ${name}:`);
    }
    return { status: 'Service stopped successfully', process_name: name, media_protection: unprotected(name, 'stop') };
  }

  @Route({
    ...serviceAction,
    path: '/process/restart-service',
    summary: 'Stop a process, start it and wait until it is healthy',
    errors: { 409: 'Another operation works on it', 500: 'There is no such process, or it did not start' },
  })
  async restart(
    @Body() { process_name: name }: ServiceActionBody,
    @Caller() caller: Principal,
  ): Promise<ServiceActionAnswer> {
    if (this.find(name) === undefined) {
      throw new Problem('process.unknown', `Failed to restart ${name}: there is no process of that name.`, {
        details: { status: 500 },
      });
    }
    const operation = await this.runToEnd({ kind: 'restart', processNames: [name] }, caller);
    refuseUnlessDone(operation, `Failed to restart ${name}:`);
    return {
      status: 'Service restarted successfully',
      process_name: name,
      media_protection: unprotected(name, 'restart'),
    };
  }

  @Route({
    method: 'POST',
    path: '/process/start-core-service',
    role: 'operator',
    tag,
    summary: 'Set up and start core services with all that they need',
    body: StartCoreServiceBody,
    response: StartCoreServiceAnswer,
    errors: {
      409: 'Another operation works on the same services',
      500: 'At least one did not start: detail {message, results, errors}',
    },
  })
  async startCore(@Body() body: StartCoreServiceBody, @Caller() caller: Principal): Promise<StartCoreServiceAnswer> {
    const change = toComposition(body);
    const selection = await this.select(change);
    if (selection.selected.length === 0 && change.optionals.length === 0 && selection.refused.length > 0) {
      throw toStartFailure({ results: [], errors: toErrors(selection) }, 'service.unknown');
    }
    const operation = await this.runToEnd(change, caller);
    const answer = toStartAnswer(selection, operation, new Set(change.cores.map(({ name }) => name)));
    if (answer.errors.length > 0) throw toStartFailure(answer, codeOf(operation));
    return answer;
  }

  /** A composition that cannot be planned is told for each service that was asked for. */
  private async select(change: ReturnType<typeof toComposition>): Promise<Selection> {
    try {
      return await this.parts.stack.preview(change);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const errors = change.cores.map(({ name }) => ({ service: name, error: error.message }));
      throw toStartFailure({ results: [], errors }, error.code);
    }
  }

  private find(processName: string) {
    const { stack } = this.parts;
    return findEntry(stack.document().effective, stack.catalog, processName);
  }

  private async runToEnd(change: StackChange, caller: Principal): Promise<OperationView> {
    const { id } = await this.parts.stack.run(change, caller.name);
    return this.parts.stack.whenDone(toOperationId(id));
  }
}

function refuseUnlessDone(operation: OperationView, what: string): void {
  if (operation.state === 'succeeded') return;
  const why = operation.problem?.message ?? `the operation was ${operation.state}.`;
  throw new Problem(codeOf(operation), `${what} ${why}`, { details: { status: 500 } });
}

function codeOf(operation: OperationView): Problem['code'] {
  // Views carry codes that a problem gave them.
  return (operation.problem?.code ?? 'unit.start-failed') as Problem['code'];
}

function toErrors({ refused }: Selection) {
  return refused.map(({ name, message }) => ({ service: name, error: message }));
}

/** Nothing watches over films that play yet, and the answer says so. */
function unprotected(name: string, action: 'stop' | 'restart') {
  const preflight = {
    protected: false,
    process_name: name,
    action,
    blocked: false,
    busy: false,
    unknown: false,
    media_servers: [],
  };
  return { status: 'not_applicable', token: null, preflight };
}

import { Body, Controller, Inject, Param, Query } from '@nestjs/common';
import { restoreSecrets } from '@showrunner/config';
import {
  type JsonObject,
  OperationsAnswer,
  OperationsQuery,
  OperationView,
  PlanView,
  Problem,
  StackChange,
  Type,
} from '@showrunner/contracts';
import { toPlanView } from '@showrunner/planner';
import { Route } from '../../http/routes/endpoint.ts';
import { Caller, type Principal } from '../../http/guards/principal.ts';
import { type Parts, PARTS } from '../../parts.ts';

const operator = { role: 'operator', tag: 'Showrunner' } as const;
const IdParams = Type.Object({ id: Type.String() });
const unknown = { 404: 'There is no such operation' };
const unplannable = {
  409: 'Something else works on it, or the document has changed',
  422: 'It cannot be planned; the problem says why',
};

/** Asking what a change would do, and doing it. */
@Controller()
export class OperationsController {
  private readonly parts: Parts;

  constructor(@Inject(PARTS) parts: Parts) {
    this.parts = parts;
  }

  @Route({
    ...operator,
    method: 'POST',
    path: '/api/native/plan',
    changes: false,
    summary: 'What a change would do; nothing is done',
    body: StackChange,
    response: PlanView,
    errors: unplannable,
  })
  async plan(@Body() change: StackChange): Promise<PlanView> {
    return toPlanView(await this.parts.stack.preview(this.unmask(change)));
  }

  @Route({
    ...operator,
    method: 'POST',
    path: '/api/native/operations',
    status: 202,
    summary: 'Start a change; progress comes by events',
    body: StackChange,
    response: OperationView,
    errors: unplannable,
  })
  start(@Body() change: StackChange, @Caller() caller: Principal): Promise<OperationView> {
    // The whole document may be replaced by the one, and files deleted by the other: that takes more than starting and stopping.
    if ((change.kind === 'edit' || change.kind === 'reset') && caller.role !== 'admin') {
      const what = change.kind === 'edit' ? 'Changing the document' : 'Resetting or removing a service';
      throw new Problem('auth.forbidden', `${what} needs the role admin.`);
    }
    return this.parts.stack.run(this.unmask(change), caller.name);
  }

  @Route({
    ...operator,
    role: 'viewer',
    method: 'GET',
    path: '/api/native/operations',
    summary: 'Operations, the newest first',
    query: OperationsQuery,
    response: OperationsAnswer,
  })
  list(@Query() { limit }: OperationsQuery) {
    return { operations: [...this.parts.stack.operations.list(limit)] };
  }

  @Route({
    ...operator,
    role: 'viewer',
    method: 'GET',
    path: '/api/native/operations/:id',
    summary: 'One operation',
    params: IdParams,
    response: OperationView,
    errors: unknown,
  })
  read(@Param('id') id: string): OperationView {
    const operation = this.parts.stack.operations.get(id);
    if (operation === undefined) throw new Problem('operation.unknown', `There is no operation ${id}.`);
    return operation;
  }

  @Route({
    ...operator,
    method: 'POST',
    path: '/api/native/operations/:id/cancel',
    summary: 'End a running operation',
    params: IdParams,
    response: OperationView,
    errors: unknown,
  })
  cancel(@Param('id') id: string): Promise<OperationView> {
    return this.parts.stack.operations.cancel(id);
  }

  @Route({
    ...operator,
    method: 'POST',
    path: '/api/native/operations/:id/retry',
    status: 202,
    summary: 'Take an operation up again where it stopped',
    params: IdParams,
    response: OperationView,
    errors: { ...unknown, ...unplannable },
  })
  retry(@Param('id') id: string, @Caller() caller: Principal): Promise<OperationView> {
    return this.parts.stack.operations.retry(id, caller.name);
  }

  /** A document that comes back from a page has masks where it was shown secrets. */
  private unmask(change: StackChange): StackChange {
    if (change.kind !== 'edit') return change;
    const { stack } = this.parts;
    const document = change.document as JsonObject; // parsed JSON
    return { ...change, document: restoreSecrets(document, stack.document().stored, stack.catalog) };
  }
}

import { Controller, Inject, Param } from '@nestjs/common';
import { Problem, Type, UpdatesAnswer, UpdateView } from '@showrunner/contracts';
import { Route } from '../../http/routes/endpoint.ts';
import { type Parts, PARTS } from '../../parts.ts';

const tag = 'Showrunner';
const ProcessParams = Type.Object({ processName: Type.String() });
const unknown = { 404: 'There is no such process' };

/** Which versions there are. Installing, pinning and scheduling are changes like every other: see `operations`. */
@Controller()
export class UpdatesController {
  private readonly parts: Parts;

  constructor(@Inject(PARTS) parts: Parts) {
    this.parts = parts;
  }

  @Route({
    method: 'GET',
    path: '/api/native/updates',
    role: 'viewer',
    tag,
    summary: 'Versions of all services, and what became of updates',
    response: UpdatesAnswer,
  })
  list(): UpdatesAnswer {
    const { updates } = this.parts.stack;
    return { updates: [...updates.list()], history: [...updates.history()] };
  }

  @Route({
    method: 'GET',
    path: '/api/native/updates/:processName',
    role: 'viewer',
    tag,
    summary: 'The version of one service',
    params: ProcessParams,
    response: UpdateView,
    errors: unknown,
  })
  read(@Param('processName') processName: string): UpdateView {
    const view = this.parts.stack.updates.get(processName);
    if (view === undefined) throw new Problem('process.unknown', `There is no process ${processName}.`);
    return view;
  }

  @Route({
    method: 'POST',
    path: '/api/native/updates/:processName/check',
    role: 'operator',
    tag,
    summary: 'Look for a new version now',
    params: ProcessParams,
    response: UpdateView,
    errors: unknown,
  })
  check(@Param('processName') processName: string): Promise<UpdateView> {
    return this.parts.stack.updates.check(processName);
  }
}

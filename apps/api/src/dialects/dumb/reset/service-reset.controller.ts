import { Body, Controller, Inject, Query } from '@nestjs/common';
import { type Entry, findEntry } from '@showrunner/config';
import {
  Problem,
  type ResetAction,
  resetActions,
  ServiceResetAnswer,
  ServiceResetBody,
  ServiceResetPreview,
  ServiceResetQuery,
  toOperationId,
} from '@showrunner/contracts';
import { Caller, type Principal } from '../../../http/guards/principal.ts';
import { Route } from '../../../http/routes/endpoint.ts';
import { type Parts, PARTS } from '../../../parts.ts';
import { presentReset } from './present-reset.ts';

const common = {
  role: 'admin',
  tag: 'Process Management',
} as const;
const refusals = { 400: 'Unknown, Showrunner itself, not confirmed, or not an action' };

/** Putting a service back to its defaults, or removing it with its files. */
@Controller()
export class ServiceResetController {
  private readonly parts: Parts;

  constructor(@Inject(PARTS) parts: Parts) {
    this.parts = parts;
  }

  @Route({
    ...common,
    method: 'GET',
    path: '/process/service-reset/preview',
    summary: 'What a reset or removal of a service would do; nothing is done',
    query: ServiceResetQuery,
    response: ServiceResetPreview,
    errors: refusals,
  })
  preview(@Query() { process_name: name, action }: ServiceResetQuery): Promise<ServiceResetPreview> {
    return this.look(this.entryOf(name), toAction(action));
  }

  @Route({
    ...common,
    method: 'POST',
    path: '/process/service-reset',
    summary:
      'Stop a service, keep a copy of the document, and put it back to its defaults; remove deletes its files too',
    body: ServiceResetBody,
    response: ServiceResetAnswer,
    errors: { ...refusals, 409: 'Another operation works on it', 500: 'It could not be done, and was taken back' },
  })
  async reset(@Body() body: ServiceResetBody, @Caller() caller: Principal): Promise<ServiceResetAnswer> {
    const { process_name: name, confirmation } = body;
    const action = toAction(body.action);
    const entry = this.entryOf(name);
    if (confirmation !== name) throw refuse(`The confirmation must be the name of the process, '${name}'.`);
    const before = await this.look(entry, action);
    const { stack, platform } = this.parts;
    const { id } = await stack.run({ kind: 'reset', processName: name, action }, caller.name);
    const operation = await stack.whenDone(toOperationId(id));
    if (operation.state !== 'succeeded') {
      const why = operation.problem?.message ?? `the operation was ${operation.state}.`;
      throw new Problem('unit.stuck', `${name} was not ${action === 'reset' ? 'reset' : 'removed'}: ${why}`);
    }
    const removed = before.file_targets.filter(({ exists }) => exists);
    const left = await Promise.all(removed.map((target) => platform.files.facts(target.resolved_path)));
    const backup = operation.steps.find(({ kind }) => kind === 'backup-document')?.files[0] ?? '';
    return {
      ...before,
      status: 'completed',
      config_backup_path: backup,
      removed_paths: removed.filter((_, index) => left[index] === undefined).map(({ path }) => path),
    };
  }

  private async look(entry: Entry, action: ResetAction): Promise<ServiceResetPreview> {
    const { stack, platform } = this.parts;
    try {
      const plan = await stack.preview({ kind: 'reset', processName: entry.processName, action });
      return await presentReset({ entry, plan, action }, { catalog: stack.catalog, files: platform.files });
    } catch (error) {
      if (error instanceof Problem && error.code !== 'internal.unexpected') throw refuse(error.message);
      throw error;
    }
  }

  /** One text for both, so that nobody learns from it what there is. */
  private entryOf(name: string): Entry {
    const { stack } = this.parts;
    const entry = findEntry(stack.document().effective, stack.catalog, name);
    const kind = entry && stack.catalog.manifest(entry.serviceKey)?.kind;
    if (entry === undefined || kind !== 'unit')
      throw refuse(`'${name}' is no service that can be reset: it is unknown, or Showrunner itself.`);
    return entry;
  }
}

/** The original answers all of these with 400 and a sentence. */
function refuse(message: string): Problem {
  return new Problem('service.setting', message, { details: { status: 400 } });
}

function toAction(action: string = 'reset'): ResetAction {
  const known = resetActions.find((word) => word === action);
  if (known === undefined) throw refuse(`action must be 'reset' or 'remove', not '${action}'.`);
  return known;
}

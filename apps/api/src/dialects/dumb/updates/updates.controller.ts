import { Body, Controller, Inject, Query } from '@nestjs/common';
import {
  Problem,
  ProcessNameQuery,
  RescheduleAnswer,
  RescheduleBody,
  toOperationId,
  UpdateCheckBody,
  UpdateInstallBody,
  UpdateNoticesAnswer,
  UpdateNoticesQuery,
  UpdateStatus,
  UpdateStatusAnswer,
  type UpdateView,
} from '@showrunner/contracts';
import { Caller, type Principal } from '../../../http/guards/principal.ts';
import { Route } from '../../../http/routes/endpoint.ts';
import { type Parts, PARTS } from '../../../parts.ts';
import { readFormerNotices } from './former-notices.ts';
import { toNotices } from './present-notices.ts';
import { toCheckAnswer, toInstallAnswer, toUpdateStatus } from './present-update.ts';

const tag = 'Updates';

/** Versions of processes, as clients of the original ask for them. What cannot be done is told with 200 and a status. */
@Controller()
export class DumbUpdatesController {
  private readonly parts: Parts;
  /** Installations that somebody waits for: the same request again waits for the same. */
  private readonly installing = new Map<string, { readonly to: string; readonly answer: Promise<UpdateStatus> }>();

  constructor(@Inject(PARTS) parts: Parts) {
    this.parts = parts;
  }

  @Route({
    method: 'GET',
    path: '/process/update-notices',
    role: 'viewer',
    tag,
    summary: 'News about versions: what could be installed, and what was',
    query: UpdateNoticesQuery,
    response: UpdateNoticesAnswer,
    errors: { 400: 'The scope is neither project nor all' },
  })
  async notices(@Query() { scope = 'project' }: UpdateNoticesQuery) {
    if (scope !== 'project' && scope !== 'all') {
      throw new Problem('request.invalid', "scope must be 'project' or 'all'", { details: { status: 400 } });
    }
    const { stack, platform } = this.parts;
    const path = stack.realPath('/config/update_notices.json');
    const former = await readFormerNotices(platform.files, path, platform.logger);
    return toNotices(scope, { updates: stack.updates.list(), history: stack.updates.history(), former });
  }

  @Route({
    method: 'GET',
    path: '/process/update-status',
    role: 'viewer',
    tag,
    summary: 'What is known about updates of a process; null where nothing is',
    query: ProcessNameQuery,
    response: UpdateStatusAnswer,
    errors: { 400: 'The name is empty' },
  })
  status(@Query() { process_name: name }: ProcessNameQuery) {
    requireName(name);
    const view = this.find(name);
    return { process_name: name, update_status: view === undefined ? null : toUpdateStatus(view) };
  }

  @Route({
    method: 'POST',
    path: '/process/update-check',
    role: 'operator',
    tag,
    summary: 'Look for a new version of a process',
    body: UpdateCheckBody,
    response: UpdateStatus,
    errors: { 400: 'The name is empty' },
  })
  async check(@Body() { process_name: name }: UpdateCheckBody): Promise<UpdateStatus> {
    requireName(name);
    const view = this.find(name);
    return view === undefined ? notFound(name) : toCheckAnswer(await this.parts.stack.updates.check(view.processName));
  }

  @Route({
    method: 'POST',
    path: '/process/update-install',
    role: 'operator',
    tag,
    summary: 'Install a new version of a process and wait until it is proven, or taken back',
    body: UpdateInstallBody,
    response: UpdateStatus,
    errors: { 400: 'The name is empty' },
  })
  async install(@Body() body: UpdateInstallBody, @Caller() caller: Principal): Promise<UpdateStatus> {
    requireName(body.process_name);
    const view = this.find(body.process_name);
    if (view === undefined) return notFound(body.process_name);
    const to = toTarget(body);
    const same = this.installing.get(view.processName);
    if (same !== undefined && same.to === to) return same.answer;
    if (same !== undefined || view.operationId !== null) return underWay(view);
    if (view.state === 'unsupported') return toCheckAnswer(view);
    if (body.target === 'configured' && view.fixed === null) return targetMissing(view);
    if (view.fixed !== null && to === 'newest') return { ...toCheckAnswer(view), status: 'blocked' };
    const answer = this.installNow(view, to, caller).finally(() => this.installing.delete(view.processName));
    this.installing.set(view.processName, { to, answer });
    return answer;
  }

  @Route({
    method: 'POST',
    path: '/process/auto-update/reschedule',
    role: 'operator',
    tag,
    summary: 'Says whether updates of a process are looked for; schedules follow the document by themselves',
    body: RescheduleBody,
    response: RescheduleAnswer,
    errors: { 400: 'The name is empty' },
  })
  reschedule(@Body() { process_name: name }: RescheduleBody) {
    requireName(name);
    const view = this.find(name);
    if (view === undefined) return { status: 'error', message: 'Configuration not found' };
    return { status: 'ok', message: view.mode === 'off' ? 'Auto-update disabled' : 'Auto-update rescheduled' };
  }

  /** Names are compared as the original does: without spaces, in any case. */
  private find(name: string): UpdateView | undefined {
    return this.parts.stack.updates.list().find(({ processName }) => squeeze(processName) === squeeze(name));
  }

  private async installNow({ processName }: UpdateView, to: string, caller: Principal): Promise<UpdateStatus> {
    const { stack } = this.parts;
    if (to === 'newest') {
      const found = await stack.updates.check(processName);
      if (found.state !== 'available' && found.state !== 'absent') return toCheckAnswer(found);
    }
    try {
      const change = { kind: 'update' as const, processName, to: to === 'newest' ? 'configured' : to };
      const { id } = await stack.run(change, caller.name);
      await stack.whenDone(toOperationId(id));
      const view = stack.updates.get(processName);
      const record = stack.updates.history().find(({ operationId }) => operationId === id);
      if (view === undefined || record === undefined) return notFound(processName);
      return toInstallAnswer(view, record);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === 'operation.busy')
        return { status: 'installing', reason: 'update_in_progress', message: error.message };
      return { status: 'error', reason: null, message: error.message };
    }
  }
}

/** `newest`: what the settings allow, where that is newer. An override takes the newest release whatever is pinned. */
function toTarget({ allow_override: override, target }: UpdateInstallBody): string {
  if (target === 'configured' || target === 'prerelease' || target === 'nightly') return target;
  return override === true ? 'latest' : 'newest';
}

function requireName(name: string): void {
  if (name.trim() !== '') return;
  throw new Problem('request.invalid', 'process_name is required', { details: { status: 400 } });
}

function squeeze(name: string): string {
  return name.replaceAll(' ', '').toLowerCase();
}

function notFound(name: string): UpdateStatus {
  return { status: 'error', reason: 'config_not_found', message: `Configuration for ${name} not found.` };
}

function underWay({ processName }: UpdateView): UpdateStatus {
  const message = `Another update of ${processName} is being installed.`;
  return { status: 'installing', reason: 'update_in_progress', message };
}

function targetMissing({ processName }: UpdateView): UpdateStatus {
  const message = `${processName} is not kept at a release, branch or commit.`;
  return { status: 'error', reason: 'configured_target_missing', message };
}

import { Controller, Inject, Param, Query } from '@nestjs/common';
import { findEntry, getIn } from '@showrunner/config';
import {
  AboutView,
  LogTailAnswer,
  LogTailQuery,
  Problem,
  ServiceView,
  StackView,
  TicketAnswer,
  Type,
} from '@showrunner/contracts';
import { ticketMs } from '../../auth/tokens/tickets.ts';
import { Route } from '../../http/routes/endpoint.ts';
import { Caller, type Principal } from '../../http/guards/principal.ts';
import { type Parts, PARTS } from '../../parts.ts';
import { readPageSettings } from '../../service-pages/settings.ts';

const viewer = { role: 'viewer', tag: 'Showrunner' } as const;
const ProcessParams = Type.Object({ processName: Type.String() });

/** What there is, and how it is. */
@Controller()
export class StackController {
  private readonly parts: Parts;
  private readonly view: () => StackView;

  constructor(@Inject(PARTS) parts: Parts) {
    this.parts = parts;
    const { stack, reader } = parts;
    this.view = reader.memo(() => {
      const { revision, effective } = stack.document();
      const onboardingCompleted = getIn(effective, ['dumb', 'onboarding_completed']) === true;
      const servicePages = readPageSettings(effective).enabled;
      return { revision, onboardingCompleted, servicePages, services: [...reader.services()] };
    });
  }

  @Route({
    ...viewer,
    method: 'GET',
    path: '/api/native/about',
    summary: 'Version, data root, warnings',
    response: AboutView,
  })
  about(): AboutView {
    const { settings, startedAt, stack } = this.parts;
    return {
      version: settings.version,
      demo: settings.demo,
      dataRoot: settings.dataRoot || '/',
      startedAt,
      warnings: [...new Set([...settings.warnings(), ...stack.document().warnings])],
    };
  }

  @Route({
    ...viewer,
    method: 'GET',
    path: '/api/native/stack',
    summary: 'All services with their state',
    response: StackView,
  })
  stack(): StackView {
    return this.view();
  }

  @Route({
    ...viewer,
    method: 'GET',
    path: '/api/native/services/:processName',
    summary: 'One service with its state',
    params: ProcessParams,
    response: ServiceView,
    errors: { 404: 'There is no such process' },
  })
  service(@Param('processName') name: string): ServiceView {
    const service = this.parts.reader
      .services()
      .find(({ processName, unitId }) => processName === name || unitId === name);
    if (service === undefined) throw new Problem('process.unknown', `There is no process ${name}.`);
    return service;
  }

  @Route({
    ...viewer,
    method: 'GET',
    path: '/api/native/logs/:processName',
    summary: 'The last records of a log, oldest first',
    params: ProcessParams,
    query: LogTailQuery,
    response: LogTailAnswer,
    errors: { 404: 'There is no such process' },
  })
  async logs(@Param('processName') processName: string, @Query() { tail = 500 }: LogTailQuery) {
    const { stack, logs } = this.parts;
    if (findEntry(stack.document().effective, stack.catalog, processName) === undefined) {
      throw new Problem('process.unknown', `There is no process ${processName}.`);
    }
    return { processName, records: [...(await logs.tail(processName, tail))] };
  }

  @Route({
    ...viewer,
    method: 'POST',
    path: '/api/native/ticket',
    changes: false,
    summary: 'A one-use ticket for a socket',
    response: TicketAnswer,
  })
  ticket(@Caller() caller: Principal) {
    return { ticket: this.parts.auth.tickets.issue(caller), expiresInMs: ticketMs };
  }
}

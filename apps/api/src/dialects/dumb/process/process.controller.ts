import { Controller, Inject, Query, Res } from '@nestjs/common';
import { findEntry } from '@showrunner/config';
import {
  Problem,
  ProcessAnswer,
  ProcessesAnswer,
  ProcessNameQuery,
  ServiceStatusAnswer,
  ServiceStatusQuery,
  StartupStatusAnswer,
} from '@showrunner/contracts';
import type { FastifyReply } from 'fastify';
import { Route } from '../../../http/routes/endpoint.ts';
import { type Parts, PARTS } from '../../../parts.ts';
import { type ProcessFacts, toProcessAnswer, toProcessEntry } from './present-process.ts';
import { toHealthFields, toProcessState } from './present-health.ts';
import { toStartupStatus } from './present-startup.ts';

const tag = 'Process Management';

/** What is configured and what of it runs. */
@Controller()
export class ProcessController {
  private readonly parts: Parts;
  private readonly facts: () => ProcessFacts;
  private readonly processesText: () => string;

  constructor(@Inject(PARTS) parts: Parts) {
    this.parts = parts;
    const { reader, stack, settings } = parts;
    this.facts = reader.memo(() => ({
      catalog: stack.catalog,
      version: settings.version,
      updates: new Map(stack.updates.list().map((update) => [update.processName, update])),
      versions: new Map(reader.services().map((service) => [service.processName, service.version])),
    }));
    this.processesText = reader.memo(() => {
      const named = reader.entries().filter(({ processName }) => processName !== '');
      return JSON.stringify({ processes: named.map((entry) => toProcessEntry(entry, this.facts())) });
    });
  }

  @Route({
    method: 'GET',
    path: '/process/processes',
    role: 'viewer',
    tag,
    summary: 'Everything that is configured, secrets masked',
    response: ProcessesAnswer,
  })
  processes(@Res({ passthrough: true }) reply: FastifyReply): string {
    void reply.type('application/json; charset=utf-8');
    return this.processesText();
  }

  @Route({
    method: 'GET',
    path: '/process',
    role: 'viewer',
    tag,
    summary: 'One configured process',
    query: ProcessNameQuery,
    response: ProcessAnswer,
    errors: { 400: 'The name is empty', 404: 'There is no such process' },
  })
  process(@Query() { process_name: name }: ProcessNameQuery): ProcessAnswer {
    if (name === '') throw new Problem('request.invalid', 'process_name is required', { details: { status: 400 } });
    const entry = findEntry(this.parts.stack.document().effective, this.parts.stack.catalog, name);
    if (entry === undefined) throw new Problem('process.unknown', 'Process not found');
    return toProcessAnswer(entry, this.facts());
  }

  @Route({
    method: 'GET',
    path: '/process/service-status',
    role: 'viewer',
    tag,
    summary: 'Whether a process runs, and how it is',
    query: ServiceStatusQuery,
    response: ServiceStatusAnswer,
  })
  serviceStatus(@Query() { process_name: name, include_health: withHealth }: ServiceStatusQuery): ServiceStatusAnswer {
    if (isOurselves(name)) {
      const healthy = {
        healthy: true,
        health_status: 'healthy',
        health_reason: null,
        health_details: { probe: 'process' },
      } as const;
      const restart = toHealthFields(undefined).restart;
      return {
        process_name: name,
        status: 'running',
        ...(withHealth ? { ...healthy, restart: { ...restart, readiness_state: 'ready' } } : {}),
      };
    }
    const service = this.parts.reader.services().find(({ processName }) => squeeze(processName) === squeeze(name));
    const status = service?.status;
    return { process_name: name, status: toProcessState(status), ...(withHealth ? toHealthFields(status) : {}) };
  }

  @Route({
    method: 'GET',
    path: '/process/startup-status',
    role: 'viewer',
    tag,
    summary: 'How far the stack has come since the start',
    response: StartupStatusAnswer,
  })
  startupStatus(): StartupStatusAnswer {
    return toStartupStatus(this.parts.stack.startup(), this.parts.reader.services());
  }
}

function squeeze(name: string): string {
  return name.replaceAll(' ', '').toLowerCase();
}

/** The control plane's own entries; whoever reads this answer has proof that they run. */
function isOurselves(name: string): boolean {
  return ['dumbapi', 'dmbapi', 'dumbfrontend'].includes(squeeze(name));
}

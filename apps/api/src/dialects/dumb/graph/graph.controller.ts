import { Controller, Inject, Query } from '@nestjs/common';
import { type Entry, resolveServiceName } from '@showrunner/config';
import { DependencyGraphAnswer, DependencyGraphQuery, Problem } from '@showrunner/contracts';
import { Route } from '../../../http/routes/endpoint.ts';
import { type Parts, PARTS } from '../../../parts.ts';
import { toDependencyGraph } from './present-graph.ts';

/** What a process needs and what needs it. */
@Controller()
export class GraphController {
  private readonly parts: Parts;

  constructor(@Inject(PARTS) parts: Parts) {
    this.parts = parts;
  }

  @Route({
    method: 'GET',
    path: '/process/dependency-graph',
    role: 'viewer',
    tag: 'Process Management',
    summary: 'What a process needs, what needs it, and in which order they start',
    query: DependencyGraphQuery,
    response: DependencyGraphAnswer,
    errors: { 400: 'The name is empty, or the scope is neither runtime nor all', 404: 'There is no such process' },
  })
  graph(@Query() { process_name: name, scope = 'runtime' }: DependencyGraphQuery): DependencyGraphAnswer {
    if (name.trim() === '') throw refuse('process_name is required');
    const wanted = scope.toLowerCase();
    if (wanted !== 'runtime' && wanted !== 'all') throw refuse("scope must be 'runtime' or 'all'");
    const { stack, reader, settings, platform } = this.parts;
    const target = this.find(name);
    if (target === undefined) throw new Problem('process.unknown', 'Process not found');
    const services = reader.services();
    return toDependencyGraph({
      target,
      catalog: stack.catalog,
      entries: this.entries(),
      services,
      soft: wanted === 'all',
      facts: {
        catalog: stack.catalog,
        updates: new Map(),
        version: settings.version,
        versions: new Map(services.map((service) => [service.processName, service.version])),
      },
      at: platform.clock.now(),
    });
  }

  private entries(): readonly Entry[] {
    return this.parts.reader.entries().filter(({ processName }) => processName !== '');
  }

  /** By its process name in any case, else by a name of its service. */
  private find(name: string): Entry | undefined {
    const { catalog, document } = this.parts.stack;
    const wanted = name.trim().toLowerCase();
    const entries = this.entries();
    const exact = entries.find(({ processName }) => processName.toLowerCase() === wanted);
    if (exact !== undefined) return exact;
    const key = resolveServiceName(catalog, document().effective, name)?.serviceKey;
    const own = entries.filter(({ serviceKey }) => serviceKey === key);
    return own.find(({ enabled }) => enabled) ?? own[0];
  }
}

function refuse(message: string): Problem {
  return new Problem('request.invalid', message, { details: { status: 400 } });
}

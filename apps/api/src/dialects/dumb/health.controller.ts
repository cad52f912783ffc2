import { Controller, Inject } from '@nestjs/common';
import { HealthAnswer } from '@showrunner/contracts';
import { Route } from '../../http/routes/endpoint.ts';
import { type Parts, PARTS } from '../../parts.ts';
import { toHealthFields, toProcessState } from './process/present-health.ts';

const settled = new Set(['ready', 'degraded']);

/** Whether all is well, for whoever looks from outside. */
@Controller()
export class HealthController {
  private readonly view: () => HealthAnswer;

  constructor(@Inject(PARTS) parts: Parts) {
    const problems = parts.reader.memo(() =>
      parts.reader
        .services()
        .filter(({ enabled, status }) => enabled && toProcessState(status) === 'running')
        .filter(({ status }) => toHealthFields(status).health_status === 'unhealthy')
        .map(
          ({ processName, status }) =>
            `The process ${processName} (PID: ${status.pid ?? '?'}) is not well: ${status.reason}`,
        ),
    );
    this.view = () => {
      const { phase, failures } = parts.stack.startup();
      if (phase === 'shutting_down') return unhealthy(['Showrunner is shutting down.']);
      if (!settled.has(phase)) return { status: 'healthy' };
      const failed = Object.keys(failures);
      const named = phase === 'degraded' && failed.length > 0 ? [`Did not start: ${failed.join(', ')}.`] : [];
      const all = [...problems(), ...named];
      return all.length === 0 ? { status: 'healthy' } : unhealthy(all);
    };
  }

  @Route({
    method: 'GET',
    path: '/health',
    role: 'public',
    tag: 'Health',
    summary: 'Whether all that runs is well',
    response: HealthAnswer,
  })
  health(): HealthAnswer {
    return this.view();
  }
}

function unhealthy(problems: readonly string[]): HealthAnswer {
  return {
    status: 'unhealthy',
    details: problems
      .join(' | ')
      .replace(/[\r\n\0]+/g, ' ')
      .slice(0, 200),
  };
}

import { Controller, Inject } from '@nestjs/common';
import { MetricsSnapshot } from '@showrunner/contracts';
import { toMetricsSnapshot } from '@showrunner/metrics';
import { Route } from '../../http/routes/endpoint.ts';
import { type Parts, PARTS } from '../../parts.ts';

/** A page that polls gets what was measured a moment ago. */
const freshMs = 2_000;

/** What machine and processes use. */
@Controller()
export class MetricsController {
  private readonly parts: Parts;

  constructor(@Inject(PARTS) parts: Parts) {
    this.parts = parts;
  }

  @Route({
    method: 'GET',
    path: '/metrics',
    role: 'viewer',
    tag: 'Metrics',
    summary: 'What machine and processes use now',
    response: MetricsSnapshot,
  })
  async snapshot(): Promise<MetricsSnapshot> {
    return toMetricsSnapshot(await this.parts.sampler.sample(freshMs));
  }
}

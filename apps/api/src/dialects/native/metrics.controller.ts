import { Controller, Inject, Query } from '@nestjs/common';
import { MetricsHistoryView, MetricsQuery } from '@showrunner/contracts';
import { readOverview } from '@showrunner/metrics';
import { Route } from '../../http/routes/endpoint.ts';
import { type Parts, PARTS } from '../../parts.ts';

/** The past for our own charts. What is now comes over the socket. */
@Controller()
export class NativeMetricsController {
  private readonly parts: Parts;

  constructor(@Inject(PARTS) parts: Parts) {
    this.parts = parts;
  }

  @Route({
    method: 'GET',
    path: '/api/native/metrics',
    role: 'viewer',
    tag: 'Showrunner',
    summary: 'What machine and a service have used, in columns',
    query: MetricsQuery,
    response: MetricsHistoryView,
  })
  async history(@Query() query: MetricsQuery): Promise<MetricsHistoryView> {
    const { metrics, platform } = this.parts;
    const { enabled, intervalMs } = metrics.settings().history;
    const store = await metrics.history();
    const [view, { oldest }] = await Promise.all([readOverview(store, query, platform.clock.now()), store.size()]);
    return { ...view, kept: { enabled, intervalMs, since: oldest === null ? null : oldest * 1000 } };
  }
}

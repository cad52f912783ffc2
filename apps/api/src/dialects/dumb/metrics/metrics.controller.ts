import { Readable } from 'node:stream';
import { Controller, Inject, Query, StreamableFile } from '@nestjs/common';
import {
  MetricsFilesystemsAnswer,
  MetricsHistoryAnswer,
  MetricsHistoryQuery,
  MetricsInterfacesAnswer,
  MetricsSeriesAnswer,
  MetricsSeriesQuery,
  MetricsSnapshot,
} from '@showrunner/contracts';
import { readSeries, selectInterfaces, streamHistory, toFileSystem } from '@showrunner/metrics';
import { Route } from '../../../http/routes/endpoint.ts';
import { type Parts, PARTS } from '../../../parts.ts';

/** A page that polls gets what was measured a moment ago. */
const freshMs = 2_000;
const tag = 'Metrics';

/** What machine and processes use, and have used. */
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
    tag,
    summary: 'What machine and processes use now',
    response: MetricsSnapshot,
  })
  snapshot(): Promise<MetricsSnapshot> {
    return this.parts.metrics.snapshot(freshMs);
  }

  @Route({
    method: 'GET',
    path: '/metrics/history',
    role: 'viewer',
    tag,
    summary: 'What machine and processes have used, sample by sample',
    query: MetricsHistoryQuery,
    response: MetricsHistoryAnswer,
  })
  async history(@Query() query: MetricsHistoryQuery): Promise<StreamableFile> {
    const { metrics, platform } = this.parts;
    const pieces = streamHistory(await metrics.history(), query, platform.clock.now());
    return new StreamableFile(Readable.from(pieces, { objectMode: false }), {
      type: 'application/json; charset=utf-8',
    });
  }

  @Route({
    method: 'GET',
    path: '/metrics/history_series',
    role: 'viewer',
    tag,
    summary: 'What machine and processes have used, thinned for charts',
    query: MetricsSeriesQuery,
    response: MetricsSeriesAnswer,
  })
  async series(@Query() query: MetricsSeriesQuery): Promise<MetricsSeriesAnswer> {
    const { metrics, platform } = this.parts;
    return readSeries(await metrics.history(), query, platform.clock.now());
  }

  @Route({
    method: 'GET',
    path: '/metrics/filesystems',
    role: 'viewer',
    tag,
    summary: 'File systems that can be chosen to be measured',
    response: MetricsFilesystemsAnswer,
  })
  async filesystems(): Promise<MetricsFilesystemsAnswer> {
    const { reader, settings } = this.parts.metrics;
    const candidates = (await reader.listFileSystems()).map(toFileSystem);
    return { configured_paths: [...settings().filesystemPaths], candidates };
  }

  @Route({
    method: 'GET',
    path: '/metrics/network-interfaces',
    role: 'viewer',
    tag,
    summary: 'Network interfaces that can be chosen to be counted',
    response: MetricsInterfacesAnswer,
  })
  async interfaces(): Promise<MetricsInterfacesAnswer> {
    const { reader, settings } = this.parts.metrics;
    const { interfaces } = await reader.readSystem([]);
    return { configured_interfaces: [...settings().interfaces], candidates: selectInterfaces(interfaces, ['all']) };
  }
}

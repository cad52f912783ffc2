import { Body, Controller, Inject } from '@nestjs/common';
import { SeerrSyncPauseBody, SeerrSyncPreview, SeerrSyncView } from '@showrunner/contracts';
import type { SyncStatus } from '@showrunner/seerr-sync';
import { Route } from '../../http/routes/endpoint.ts';
import { type Parts, PARTS } from '../../parts.ts';

const tag = 'Showrunner';
const base = '/api/native/seerr-sync';

/** Steers the copying of requests: what it would do, now, not now, and yes, remove that much. */
@Controller()
export class NativeSeerrSyncController {
  private readonly parts: Parts;

  constructor(@Inject(PARTS) parts: Parts) {
    this.parts = parts;
  }

  @Route({
    method: 'GET',
    path: base,
    role: 'viewer',
    tag,
    summary: 'How the copying of requests stands',
    response: SeerrSyncView,
  })
  read(): SeerrSyncView {
    return toView(this.parts.seerrSync.status());
  }

  @Route({
    method: 'POST',
    path: `${base}/preview`,
    role: 'operator',
    tag,
    summary: 'What the next poll would do; asks the primary, changes nothing',
    response: SeerrSyncPreview,
  })
  async preview(): Promise<SeerrSyncPreview> {
    const { steps, ...rest } = await this.parts.seerrSync.preview();
    return {
      ...rest,
      steps: steps.map(({ seasons, ...step }) => ({
        ...step,
        ...(seasons === undefined ? {} : { seasons: [...seasons] }),
      })),
    };
  }

  @Route({
    method: 'POST',
    path: `${base}/run`,
    role: 'operator',
    tag,
    summary: 'Poll now; answers when that has ended',
    response: SeerrSyncView,
  })
  async run(): Promise<SeerrSyncView> {
    await this.parts.seerrSync.runNow();
    return this.read();
  }

  @Route({
    method: 'POST',
    path: `${base}/pause`,
    role: 'operator',
    tag,
    summary: 'Stop polling for now, or go on',
    body: SeerrSyncPauseBody,
    response: SeerrSyncView,
  })
  async pause(@Body() { isPaused }: SeerrSyncPauseBody): Promise<SeerrSyncView> {
    await this.parts.seerrSync.pause(isPaused);
    return this.read();
  }

  @Route({
    method: 'POST',
    path: `${base}/confirm-removals`,
    role: 'operator',
    tag,
    summary: 'Let the removals happen that were held back because they are many',
    response: SeerrSyncView,
  })
  async confirm(): Promise<SeerrSyncView> {
    await this.parts.seerrSync.confirmRemovals();
    return this.read();
  }
}

function toView({ subordinates, lastPoll, nextPoll, errors, ...status }: SyncStatus): SeerrSyncView {
  return {
    ...status,
    ...(lastPoll === undefined ? {} : { lastPoll }),
    ...(nextPoll === undefined ? {} : { nextPoll }),
    subordinates: [...subordinates].map(([label, counts]) => ({ label, ...counts })),
    errors: [...errors],
  };
}

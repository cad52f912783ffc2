import { Body, Controller, Inject } from '@nestjs/common';
import {
  EmptyCacheAnswer,
  EmptyCacheBody,
  InstallCacheView,
  type Static,
  VerifyCacheAnswer,
} from '@showrunner/contracts';
import { Route } from '../../http/routes/endpoint.ts';
import { type Parts, PARTS } from '../../parts.ts';
import { refuseWhileInstalling } from '../../refuse-while-installing.ts';

const tag = 'Showrunner';
const busy = { 409: 'Something is being installed' };

/** What is kept of downloads and builds. All of it may be deleted. */
@Controller()
export class InstallCacheController {
  private readonly parts: Parts;

  constructor(@Inject(PARTS) parts: Parts) {
    this.parts = parts;
  }

  @Route({
    method: 'GET',
    path: '/api/native/install-cache',
    role: 'viewer',
    tag,
    summary: 'What is kept of downloads and builds, and how much may be',
    response: InstallCacheView,
  })
  async read(): Promise<InstallCacheView> {
    const { downloads, ...status } = await this.parts.cache.status();
    return {
      ...status,
      downloads: downloads.map(({ name, purpose, sizeBytes, usedAt }) => ({
        name,
        serviceKey: purpose?.service ?? null,
        version: purpose?.version ?? null,
        bytes: sizeBytes,
        usedAt,
      })),
    };
  }

  @Route({
    method: 'POST',
    path: '/api/native/install-cache/empty',
    role: 'operator',
    tag,
    summary: 'Delete one part of what is kept',
    body: EmptyCacheBody,
    response: EmptyCacheAnswer,
    errors: busy,
  })
  empty(@Body() { scope }: EmptyCacheBody): Promise<Static<typeof EmptyCacheAnswer>> {
    refuseWhileInstalling(this.parts.stack);
    return this.parts.cache.empty(scope);
  }

  @Route({
    method: 'POST',
    path: '/api/native/install-cache/verify',
    role: 'operator',
    tag,
    summary: 'Read every download again and put aside what is damaged',
    response: VerifyCacheAnswer,
    errors: busy,
  })
  async verify(): Promise<VerifyCacheAnswer> {
    refuseWhileInstalling(this.parts.stack);
    const { errors, ...counts } = await this.parts.cache.verify();
    return { ...counts, errors: [...errors] };
  }
}

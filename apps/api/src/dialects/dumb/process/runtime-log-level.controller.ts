import { Body, Controller, Inject } from '@nestjs/common';
import { RuntimeLogLevelAnswer, RuntimeLogLevelBody } from '@showrunner/contracts';
import { Caller, type Principal } from '../../../http/guards/principal.ts';
import { Route } from '../../../http/routes/endpoint.ts';
import { type Parts, PARTS } from '../../../parts.ts';

const common = {
  path: '/process/runtime-log-level',
  tag: 'Process Management',
  response: RuntimeLogLevelAnswer,
} as const;

/** How much we write into our own log, until the next start. */
@Controller()
export class RuntimeLogLevelController {
  private readonly parts: Parts;

  constructor(@Inject(PARTS) parts: Parts) {
    this.parts = parts;
  }

  @Route({ ...common, method: 'GET', role: 'viewer', summary: 'From which level on our own log is written' })
  read(): RuntimeLogLevelAnswer {
    return this.parts.ownLog.level.view();
  }

  @Route({
    ...common,
    method: 'POST',
    role: 'operator',
    summary: 'Write everything into our own log, or what is configured; the next start forgets it',
    body: RuntimeLogLevelBody,
  })
  set(@Body() { debug_enabled: on }: RuntimeLogLevelBody, @Caller() { name }: Principal): RuntimeLogLevelAnswer {
    const { ownLog, platform } = this.parts;
    ownLog.level.setDebug(on);
    platform.logger.info('log-level.changed', { actor: name, level: ownLog.level.view().effective_level });
    return ownLog.level.view();
  }
}

import { Controller, Inject, Param, Req } from '@nestjs/common';
import { PageAnswer, Type } from '@showrunner/contracts';
import type { FastifyRequest } from 'fastify';
import { Route } from '../../http/routes/endpoint.ts';
import { Caller, type Principal } from '../../http/guards/principal.ts';
import { type Parts, PARTS } from '../../parts.ts';
import { isSecure } from '../../service-pages/origins.ts';
import { pageRole } from '../../service-pages/page-session.ts';

/** Opening web pages of services. */
@Controller()
export class PagesController {
  private readonly parts: Parts;

  constructor(@Inject(PARTS) parts: Parts) {
    this.parts = parts;
  }

  @Route({
    role: pageRole,
    tag: 'Showrunner',
    method: 'POST',
    path: '/api/native/services/:processName/page',
    summary: 'An address that lets the caller in to the web page of a service, once',
    params: Type.Object({ processName: Type.String() }),
    response: PageAnswer,
    errors: { 404: 'There is no such process', 409: 'It has no page, or pages are switched off' },
  })
  open(
    @Param('processName') processName: string,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
  ): PageAnswer {
    const way = { host: request.headers.host ?? '', secure: isSecure(request.raw) };
    return this.parts.pages.open(caller, processName, way);
  }
}

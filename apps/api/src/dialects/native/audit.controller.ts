import { Controller, Inject, Query } from '@nestjs/common';
import { AuditAnswer, AuditQuery } from '@showrunner/contracts';
import type { AuditLog } from '../../audit/audit-log.ts';
import { Route } from '../../http/routes/endpoint.ts';
import { type Parts, PARTS } from '../../parts.ts';

/** Who did what, and who was not let. */
@Controller()
export class AuditController {
  private readonly audit: AuditLog;

  constructor(@Inject(PARTS) parts: Parts) {
    this.audit = parts.audit;
  }

  @Route({
    method: 'GET',
    path: '/api/native/audit',
    role: 'admin',
    tag: 'Authentication',
    summary: 'Every change that was made or refused, the newest first, for 90 days',
    query: AuditQuery,
    response: AuditAnswer,
  })
  list(@Query() query: AuditQuery): AuditAnswer {
    return this.audit.list(query);
  }
}

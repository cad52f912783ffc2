import { Controller, Inject } from '@nestjs/common';
import { ConnectionsAnswer } from '@showrunner/contracts';
import { Route } from '../../http/routes/endpoint.ts';
import { type Parts, PARTS } from '../../parts.ts';

const tag = 'Showrunner';

/** What the services are told of each other. Making one again is a change like every other: see `operations`. */
@Controller()
export class ConnectionsController {
  private readonly parts: Parts;

  constructor(@Inject(PARTS) parts: Parts) {
    this.parts = parts;
  }

  @Route({
    method: 'GET',
    path: '/api/native/connections',
    role: 'viewer',
    tag,
    summary: 'What the services are told of each other',
    response: ConnectionsAnswer,
  })
  async list(): Promise<ConnectionsAnswer> {
    return { connections: [...(await this.parts.stack.connections.list())] };
  }

  @Route({
    method: 'POST',
    path: '/api/native/connections/check',
    role: 'operator',
    tag,
    summary: 'Ask the programs whether they still know each other, and make again what was taken out',
    response: ConnectionsAnswer,
  })
  async check(): Promise<ConnectionsAnswer> {
    await this.parts.stack.connections.check();
    return this.list();
  }
}

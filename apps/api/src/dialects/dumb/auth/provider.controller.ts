import { Body, Controller, Inject } from '@nestjs/common';
import { AuthProviderAnswer, AuthProviderBody, OidcTestAnswer } from '@showrunner/contracts';
import type { Oidc } from '../../../auth/oidc/oidc.ts';
import { Route } from '../../../http/routes/endpoint.ts';
import { type Parts, PARTS } from '../../../parts.ts';
import { createKnownHosts } from '../../../http/guards/known-hosts.ts';

const admin = { role: 'admin', tag: 'Authentication' } as const;

/** Which provider people sign in with, and whether they may. */
@Controller()
export class ProviderController {
  private readonly oidc: Oidc;
  private readonly isOurs: (host: string) => boolean;

  constructor(@Inject(PARTS) { auth, settings }: Parts) {
    this.oidc = auth.oidc;
    const { host: listenHost, allowedHosts: allowed } = settings;
    this.isOurs = createKnownHosts({ listenHost, allowed, origins: () => [], isStranger: () => false }).isOurs;
  }

  @Route({
    ...admin,
    method: 'GET',
    path: '/auth/provider',
    summary: 'The sign-in provider, without its secret',
    response: AuthProviderAnswer,
  })
  read(): AuthProviderAnswer {
    return this.oidc.provider();
  }

  @Route({
    ...admin,
    method: 'PUT',
    path: '/auth/provider',
    summary: 'Choose how people sign in, and with which provider',
    body: AuthProviderBody,
    response: AuthProviderAnswer,
    errors: { 400: 'A rule is broken, or nobody could come in; nothing was changed' },
  })
  save(@Body() body: AuthProviderBody): Promise<AuthProviderAnswer> {
    return this.oidc.save(body);
  }

  @Route({
    ...admin,
    method: 'POST',
    path: '/auth/oidc/test',
    summary: 'Look at a provider without signing anybody in',
    body: AuthProviderBody,
    response: OidcTestAnswer,
    errors: { 400: 'The provider cannot be used; the sentence says why' },
  })
  async test(@Body() body: AuthProviderBody): Promise<OidcTestAnswer> {
    const answer = await this.oidc.test(body);
    const { hostname } = new URL(body.redirect_uri ?? ''); // was checked by the test
    const unknown = `Showrunner does not answer to ${hostname} yet: add it to SHOWRUNNER_ALLOWED_HOSTS and start again.`;
    return this.isOurs(hostname) ? answer : { ...answer, warnings: [...answer.warnings, unknown] };
  }
}

import { Body, Controller, Inject, Param } from '@nestjs/common';
import {
  CreateUserBody,
  MessageAnswer,
  Problem,
  UpdateUserBody,
  UserAnswer,
  UsernameParams,
  UsersAnswer,
} from '@showrunner/contracts';
import type { Account } from '../../../auth/accounts/account.ts';
import type { Auth } from '../../../auth/open-auth.ts';
import { Route } from '../../../http/routes/endpoint.ts';
import { Caller, type Principal } from '../../../http/guards/principal.ts';
import { type Parts, PARTS } from '../../../parts.ts';

const admin = { role: 'admin', tag: 'Authentication' } as const;
const refused = { 400: 'A rule is broken; nothing was changed' };

/** Accounts, and whether they are needed. */
@Controller()
export class UsersController {
  private readonly auth: Auth;

  constructor(@Inject(PARTS) parts: Parts) {
    this.auth = parts.auth;
  }

  @Route({
    ...admin,
    method: 'POST',
    path: '/auth/enable',
    summary: 'Sign-in is needed from now on',
    response: MessageAnswer,
    errors: refused,
  })
  async enable() {
    await this.auth.accounts.enable();
    return { message: 'Authentication enabled' };
  }

  @Route({
    ...admin,
    method: 'POST',
    path: '/auth/disable',
    summary: 'No sign-in; only this machine may come in',
    response: MessageAnswer,
  })
  async disable() {
    await this.auth.accounts.disable();
    return { message: 'Authentication disabled. Only this machine may come in now.' };
  }

  @Route({ ...admin, method: 'GET', path: '/auth/users', summary: 'Who has an account', response: UsersAnswer })
  list() {
    return { users: this.auth.accounts.list().map(toUser) };
  }

  @Route({
    ...admin,
    method: 'POST',
    path: '/auth/users',
    summary: 'Make an account',
    body: CreateUserBody,
    response: UserAnswer,
    errors: refused,
  })
  async create(@Body() { username, password, role = 'admin' }: CreateUserBody): Promise<UserAnswer> {
    return toUser(await this.auth.accounts.create({ username, password, role }));
  }

  @Route({
    ...admin,
    method: 'PUT',
    path: '/auth/users/:username',
    summary: 'Switch an account off or on, change its role or password',
    params: UsernameParams,
    body: UpdateUserBody,
    response: UserAnswer,
    errors: refused,
  })
  async change(@Param('username') username: string, @Body() body: UpdateUserBody): Promise<UserAnswer> {
    this.requireEnabled();
    return toUser(await this.auth.accounts.change(username, body));
  }

  @Route({
    ...admin,
    method: 'DELETE',
    path: '/auth/users/:username',
    summary: 'Delete an account',
    params: UsernameParams,
    response: MessageAnswer,
    errors: refused,
  })
  async remove(@Param('username') username: string, @Caller() caller: Principal) {
    this.requireEnabled();
    await this.auth.accounts.remove(username, caller.name);
    return { message: `The account ${username} is deleted.` };
  }

  private requireEnabled(): void {
    if (!this.auth.store.book().enabled) throw new Problem('auth.required', 'Authentication is not enabled');
  }
}

function toUser({ username, disabled, role, external }: Account): UserAnswer {
  return { username, disabled, role, ...(external === undefined ? {} : { provider: 'oidc' }) };
}

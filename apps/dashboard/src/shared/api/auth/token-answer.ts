import type { Tokens } from './session.ts';

/** What setup, login and refresh answer. */
export interface TokenAnswer {
  readonly access_token: string;
  readonly refresh_token: string;
}

/** The tokens of an answer. */
export function toTokens(answer: TokenAnswer): Tokens {
  return { access: answer.access_token, refresh: answer.refresh_token };
}

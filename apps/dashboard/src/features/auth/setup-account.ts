import { useMutation } from '@tanstack/react-query';
import { post } from '../../shared/api/client.ts';
import { keepTokens } from '../../shared/api/auth/session.ts';
import { type TokenAnswer, toTokens } from '../../shared/api/auth/token-answer.ts';

interface NewAccount {
  readonly username: string;
  readonly password: string;
  readonly setup_code?: string;
}

/** Creates the first account and signs in. */
export function useSetupAccount() {
  return useMutation({
    mutationFn: (account: NewAccount) => post<TokenAnswer>('/auth/setup', account),
    onSuccess: (answer) => keepTokens(toTokens(answer), true),
  });
}

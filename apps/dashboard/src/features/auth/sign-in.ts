import { useMutation } from '@tanstack/react-query';
import { post } from '../../shared/api/client.ts';
import { keepTokens } from '../../shared/api/auth/session.ts';
import { type TokenAnswer, toTokens } from '../../shared/api/auth/token-answer.ts';

interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly remember: boolean;
}

/** Signs in with name and password. */
export function useSignIn() {
  return useMutation({
    mutationFn: ({ username, password }: Credentials) => post<TokenAnswer>('/auth/login', { username, password }),
    onSuccess: (answer, { remember }) => keepTokens(toTokens(answer), remember),
  });
}

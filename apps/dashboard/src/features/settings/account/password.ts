import type { ChangePasswordBody } from '@showrunner/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { renewTokens } from '../../../shared/api/auth/session.ts';
import { type TokenAnswer, toTokens } from '../../../shared/api/auth/token-answer.ts';
import { post } from '../../../shared/api/client.ts';
import { sessionsQuery } from './sessions.ts';

/** Changes the password and goes on with the new session that it gives. */
export function useChangePassword() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: ChangePasswordBody) => post<TokenAnswer>('/api/native/password', body),
    onSuccess: (answer) => {
      renewTokens(toTokens(answer));
      return queries.invalidateQueries({ queryKey: sessionsQuery.queryKey });
    },
  });
}

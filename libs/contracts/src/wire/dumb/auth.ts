import { type Static, Type, Words } from '../../schema.ts';
import { Nullable } from './common.ts';

/** What an account may do: look, run things, or change everything. Each includes the one before. */
export const roles = ['viewer', 'operator', 'admin'] as const;
export const Role = Words(roles);
export type Role = Static<typeof Role>;

/** With what one may come in: a password, a sign-in provider, or either. */
export const authModes = ['local', 'oidc', 'hybrid'] as const;
export const AuthMode = Words(authModes);
export type AuthMode = Static<typeof AuthMode>;

export const AuthStatusAnswer = Type.Object({
  enabled: Type.Boolean(),
  has_users: Type.Boolean(),
  setup_skipped: Type.Boolean(),
  mode: AuthMode,
  local_login_enabled: Type.Boolean(),
  oidc_login_enabled: Type.Boolean(),
  /** What the button says; blank while there is none. */
  oidc_provider_name: Type.String(),
  /** Whether this client must send the one-time code with `/auth/setup`. */
  setup_code_required: Type.Boolean(),
});
export type AuthStatusAnswer = Static<typeof AuthStatusAnswer>;

export const LoginBody = Type.Object({ username: Type.String(), password: Type.String() });
export type LoginBody = Static<typeof LoginBody>;

export const SetupBody = Type.Object({
  username: Type.String(),
  password: Type.String(),
  setup_code: Type.Optional(Type.String()),
});
export type SetupBody = Static<typeof SetupBody>;

export const TokenAnswer = Type.Object({
  access_token: Type.String(),
  refresh_token: Type.String(),
  token_type: Words(['bearer']),
});
export type TokenAnswer = Static<typeof TokenAnswer>;

export const RefreshBody = Type.Object({ refresh_token: Type.String() });
export type RefreshBody = Static<typeof RefreshBody>;

export const VerifyQuery = Type.Object({ token: Type.String() });
export type VerifyQuery = Static<typeof VerifyQuery>;
export const VerifyAnswer = Type.Object({ valid: Type.Boolean(), username: Nullable(Type.String()) });

export const UserAnswer = Type.Object({
  username: Type.String(),
  disabled: Type.Boolean(),
  role: Role,
  /** Set where the sign-in provider vouches for it; else it has a password here. */
  provider: Type.Optional(Words(['oidc'])),
});
export type UserAnswer = Static<typeof UserAnswer>;
export const UsersAnswer = Type.Object({ users: Type.Array(UserAnswer) });

export const CreateUserBody = Type.Object({
  username: Type.String(),
  password: Type.String(),
  role: Type.Optional(Role),
});
export type CreateUserBody = Static<typeof CreateUserBody>;

export const UpdateUserBody = Type.Object({
  disabled: Type.Optional(Type.Boolean()),
  role: Type.Optional(Role),
  password: Type.Optional(Type.String()),
});
export type UpdateUserBody = Static<typeof UpdateUserBody>;
export const UsernameParams = Type.Object({ username: Type.String() });

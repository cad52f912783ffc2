/** What is wrong with each field of a new account; an empty object when nothing is. */
export interface AccountErrors {
  readonly username?: string;
  readonly password?: string;
  readonly repeated?: string;
}

const bytes = new TextEncoder();

/** Checks a new account before it is sent, by the rules of the server. */
export function checkAccount(username: string, password: string, repeated: string): AccountErrors {
  return {
    ...(/^[A-Za-z0-9._@-]{3,64}$/.test(username)
      ? {}
      : { username: 'Use 3 to 64 letters, digits, dots, dashes, underscores or @.' }),
    ...checkPassword(password),
    ...(password === repeated ? {} : { repeated: 'The two passwords are not the same.' }),
  };
}

function checkPassword(password: string): AccountErrors {
  if (password.length < 8) return { password: 'Use at least 8 characters.' };
  return bytes.encode(password).length > 72 ? { password: 'Use at most 72 bytes.' } : {};
}

/** A page of our own to go to after signing in; anything else becomes home. */
export function safeReturn(wanted: string | null): string {
  return wanted !== null && /^\/(?![/\\])/.test(wanted) ? wanted : '/';
}

/** Who an access token says that somebody is, for showing only; the server decides what it is worth. */
export interface ShownUser {
  readonly name: string;
  /** Vouched for by a sign-in provider: there is no password here. */
  readonly external: boolean;
}

export function readUser(accessToken: string): ShownUser | null {
  const payload = accessToken.split('.')[1];
  if (payload === undefined) return null;
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
      letter.charCodeAt(0),
    );
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof claims !== 'object' || claims === null || !('preferred_username' in claims)) return null;
    return {
      name: String(claims.preferred_username),
      external: 'provider' in claims && claims.provider === 'oidc',
    };
  } catch {
    // Not a token of ours; there is no name to show.
    return null;
  }
}

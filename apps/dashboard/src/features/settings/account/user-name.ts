/** The name in an access token, for showing only; the server decides what it is worth. */
export function readUserName(accessToken: string): string | null {
  const payload = accessToken.split('.')[1];
  if (payload === undefined) return null;
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
      letter.charCodeAt(0),
    );
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof claims !== 'object' || claims === null || !('preferred_username' in claims)) return null;
    return String(claims.preferred_username);
  } catch {
    // Not a token of ours; there is no name to show.
    return null;
  }
}

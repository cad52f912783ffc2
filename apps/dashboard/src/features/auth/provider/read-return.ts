/** What the provider’s way back has put behind the `#` of `/login`: a code to trade, or why there is none. */
export interface Return {
  readonly code?: string;
  readonly error?: string;
  readonly returnTo?: string | null;
}

/** `null` where nobody came back. */
export function readReturn(hash: string): Return | null {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const code = fields.get('oidc_code');
  const error = fields.get('oidc_error');
  if (code !== null) return { code, returnTo: fields.get('return_to') };
  // Anybody can make such a link: room for a sentence of ours, not for a page of theirs.
  return error === null ? null : { error: error.slice(0, 400) };
}

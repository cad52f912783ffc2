/** A text for any place in a URL, user and password included: everything but unreserved characters is percent-encoded. */
export function encodeForUrl(text: string): string {
  // Half a character cannot be encoded; JSON can carry one.
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A value of an ADO.NET connection string (`Key=value;…`): quoted where it would end early or lose its spaces. */
export function quoteForAdo(text: string): string {
  return /^[^\s;='"][^;='"]*$/.test(text) && text === text.trim() ? text : `"${text.replaceAll('"', '""')}"`;
}

const longestError = 1000;
/** What is shorter would black out words that merely hold it. */
const shortestSecret = 4;

/**
 * An error as it may be kept and shown: of addresses only the origin, and nothing that the destination keeps secret.
 * @param redact takes out what is secret beyond the destination
 */
export function stripSecrets(text: string, secrets: readonly string[], redact: (line: string) => string): string {
  const forms = secrets
    .filter((secret) => secret.length >= shortestSecret)
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .sort((a, b) => b.length - a.length);
  const bare = text.replace(/\b([a-z][a-z0-9+.-]{0,20}):\/\/(?:[^\s/@"'<>]*@)?([^\s/?#"'<>]*)[^\s"'<>]*/gi, '$1://$2');
  const stripped = forms.reduce((line, secret) => line.replaceAll(secret, '[REDACTED]'), bare);
  const clean = redact(stripped.replace(/\s+/g, ' ').trim());
  return clean.length <= longestError ? clean : `${clean.slice(0, longestError - 1)}…`;
}

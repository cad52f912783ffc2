const names =
  /(^|_)(api_?keys?|access_key|private_key|secret_key|encryption_key|passwords?|passwd|passphrase|secrets?|tokens?|jwt|claim)$/i;

/** Whether a key is the name of a secret, whatever block it stands in: `API_KEY`, `tunnel_token`, `clientSecret`. */
export function hasSecretName(key: string): boolean {
  return names.test(key.replace(/([a-z0-9])([A-Z])/g, '$1_$2'));
}

/** The password inside of an address such as `postgres://user:password@host`. */
export function passwordInUrl(value: string): string | undefined {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:([^/\s@]+)@/i.exec(value.trim())?.[1];
}

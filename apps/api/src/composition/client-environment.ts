const kept = /^(?:PATH|HOME|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR|npm_config_.*|(?:https?|no|all)_proxy)$/i;

/** What a package client needs of our own environment to find its user's registries, proxies, certificates and cache. */
export function clientEnvironment(env: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => kept.test(entry[0]) && entry[1] !== undefined),
  );
}

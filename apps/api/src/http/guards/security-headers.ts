const common = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'x-permitted-cross-domain-policies': 'none',
};

/** Headers of every answer that is data. */
export const apiHeaders: Readonly<Record<string, string>> = {
  ...common,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
};

const self = [
  "default-src 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
];

/**
 * Headers of our own pages: nothing inline, nothing from elsewhere, but frames with pages of services, which are on other
 * ports of the same name.
 * @param host the `Host` of the request, known to be ours
 * @param domain below which pages have names; blank where they have ports
 */
export function pageHeaders(host: string, domain: string): Readonly<Record<string, string>> {
  const name = host.replace(/:\d+$/, '');
  const frames = domain === '' ? [name] : [`*.${domain}`];
  const sources = frames
    .filter((frame) => /^[a-z0-9.*[\]:_-]+$/i.test(frame))
    .flatMap((frame) => [`http://${frame}:*`, `https://${frame}`, `https://${frame}:*`]);
  return {
    ...common,
    'content-security-policy': [
      ...self,
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      `frame-src ${sources.length === 0 ? "'none'" : sources.join(' ')}`,
    ].join('; '),
    'cache-control': 'no-cache',
  };
}

/** Headers of the API reference, whose viewers bring styles of their own. */
export const referenceHeaders: Readonly<Record<string, string>> = {
  ...common,
  'content-security-policy': [
    ...self,
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
  ].join('; '),
  'cache-control': 'no-cache',
};

import { lookup as resolve, type LookupAddress } from 'node:dns';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { type OidcProvider, Problem } from '@showrunner/contracts';
import { addressFault } from './provider-settings.ts';

/** No document of a provider is nearly as large. */
const limitBytes = 1024 * 1024;

/** What a provider may be asked, and how. */
export type ProviderPolicy = Pick<
  OidcProvider,
  'allow_http' | 'allow_private_endpoints' | 'tls_verify' | 'timeout_seconds'
>;

interface ProviderRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Asks a provider. @throws Problem `auth.provider` that names the address and says what is wrong there */
export type ProviderFetch = (url: string, request?: ProviderRequest) => Promise<Response>;

/**
 * The only way to a provider: https unless the policy says otherwise, to the very address that was looked at, no redirect,
 * bounded in time and size. Its answers cannot lead us to a neighbour in the home network.
 */
export function createProviderFetch(policy: ProviderPolicy): ProviderFetch {
  return async (text, request = {}) => {
    const fault = addressFault(text, policy);
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (fault !== undefined || url === undefined) throw new Problem('auth.provider', `The address ${text} ${fault}`);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0) checkAddress(host, host, policy);
    const where = `${url.origin}${url.pathname}`;
    const response = await send(url, request, policy).catch((error: unknown) => {
      if (error instanceof Problem) throw error;
      throw new Problem('auth.provider', `No answer from ${where}: ${reasonOf(error, policy)}`, { cause: error });
    });
    if (response.status >= 300 && response.status < 400) {
      const target = response.headers.get('location') ?? 'elsewhere';
      throw new Problem('auth.provider', `${where} redirects to ${target}; redirects are not followed.`);
    }
    return response;
  };
}

async function send(url: URL, request: ProviderRequest, policy: ProviderPolicy): Promise<Response> {
  const signal = AbortSignal.timeout(policy.timeout_seconds * 1000);
  const options = {
    method: request.method ?? 'GET',
    headers: { ...request.headers, 'accept-encoding': 'identity' },
    lookup: lookupWithin(policy),
    agent: false,
    signal,
  } as const;
  const message = await new Promise<IncomingMessage>((answer, fail) => {
    const outgoing =
      url.protocol === 'https:'
        ? httpsRequest(url, { ...options, rejectUnauthorized: policy.tls_verify })
        : httpRequest(url, options);
    outgoing.once('response', answer).once('error', fail).end(request.body);
  });
  const body = await readBody(message, `${url.origin}${url.pathname}`).catch((error: unknown) => {
    // A body that is cut off for its time fails as if the other side had hung up.
    throw signal.aborted ? signal.reason : error;
  });
  const headers = Object.entries(message.headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
  const status = message.statusCode ?? 502;
  return new Response([204, 205, 304].includes(status) ? null : body, { status, headers });
}

async function readBody(message: IncomingMessage, where: string): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of message as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > limitBytes) throw new Problem('auth.provider', `${where} answers with more than ${limitBytes} bytes.`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Resolves a name and looks at every address; the connection goes to one of those, whatever the name means later. */
function lookupWithin(policy: ProviderPolicy): LookupFunction {
  return (host, options, done) => {
    resolve(host, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return done(error, '');
      try {
        for (const { address } of addresses) checkAddress(address, host, policy);
      } catch (refusal) {
        return done(refusal as Error, ''); // a problem
      }
      const [first] = addresses;
      if (options.all === true) return done(null, addresses);
      done(null, first?.address ?? '', first?.family ?? 4);
    });
  };
}

function checkAddress(address: string, host: string, policy: ProviderPolicy): void {
  if (policy.allow_private_endpoints || !isInner(address)) return;
  const named = address === host ? address : `${host} (${address})`;
  throw new Problem(
    'auth.provider',
    `${named} is an address of this machine or a private network. Switch allow_private_endpoints on if the provider is at home.`,
  );
}

/** Ranges that are not of the public Internet: RFC 6890, multicast, and what embeds an IPv4 address. */
const inner = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  inner.addSubnet(net, prefix, 'ipv4');
}
for (const [net, prefix] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 9],
  ['ff00::', 8],
] as const) {
  inner.addSubnet(net, prefix, 'ipv6');
}

/** Whether an address is not of the public Internet. */
export function isInner(address: string): boolean {
  return inner.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

function reasonOf(error: unknown, { timeout_seconds: seconds }: ProviderPolicy): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return `nothing within ${seconds} s`;
  const code = 'code' in error ? String(error.code) : '';
  if (/CERT|SELF_SIGNED|ALTNAME|UNABLE_TO/.test(code)) return `its certificate is not trusted (${code})`;
  return code === '' ? error.message : code;
}

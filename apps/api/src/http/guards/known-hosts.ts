import { isIP } from 'node:net';

/** Endings that nobody can register, so that a foreign page cannot point such a name at us. */
const localEndings = ['.localhost', '.local', '.lan', '.internal', '.home.arpa', '.home'];

/** Which names we answer to. Protects against pages that let their own name resolve to our address. */
export interface KnownHosts {
  /** Whether the `Host` header names us. */
  isOurs(host: string | undefined): boolean;
  /** Whether a page of this origin may act on us, given the `Host` it talks to. */
  mayAct(origin: string | undefined, host: string | undefined): boolean;
}

/**
 * @param listenHost the address that we listen on
 * @param allowed further names that the operator allows
 * @param origins full origins that the operator allows; `http://0.0.0.0:3005` stands for that port on any known name
 * @param isStranger whether an origin is that of a program that is not ours: its pages may not act on us
 */
export function createKnownHosts(options: {
  listenHost: string;
  allowed: readonly string[];
  origins: () => readonly string[];
  isStranger: (origin: URL) => boolean;
}): KnownHosts {
  const names = new Set([options.listenHost, ...options.allowed].map((name) => name.toLowerCase()));
  const isLocalName = (name: string) =>
    !name.includes('.') || localEndings.some((ending) => name.endsWith(ending)) || names.has(name);

  return {
    isOurs(host) {
      const name = hostName(host);
      return name !== undefined && (isIP(name) !== 0 || isLocalName(name));
    },
    mayAct(origin, host) {
      if (origin === undefined) return true;
      if (!URL.canParse(origin)) return false;
      if (options.origins().includes(origin)) return true;
      if (options.isStranger(new URL(origin))) return false;
      const name = hostName(new URL(origin).host);
      if (name === undefined) return false;
      if (name === hostName(host)) return true;
      return isIP(name) === 0 ? isLocalName(name) : isPrivateAddress(name);
    },
  };
}

/** A host header without its port and brackets, in lower case. */
function hostName(host: string | undefined): string | undefined {
  if (host === undefined || host === '') return undefined;
  if (host.startsWith('[')) return host.slice(1, host.indexOf(']')).toLowerCase();
  const name = host.split(':')[0];
  return name === '' ? undefined : name?.toLowerCase();
}

/** Whether an address belongs to this machine or a home network. */
export function isPrivateAddress(address: string): boolean {
  if (isLoopback(address)) return true;
  const plain = address.replace(/^::ffff:/, '');
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.)/.test(plain) || /^f[cd]|^fe80/i.test(plain);
}

/** Whether an address is this machine itself. */
export function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/, '');
  return plain === '::1' || /^127\./.test(plain);
}

import type { ServiceManifest, ServicePackage } from '../../../vocabulary/manifest.ts';
import { toolchainNames } from '../../../vocabulary/source.ts';
import { fieldAt } from '../../fields.ts';
import { manifestFile, rulePerPackage } from '../../finding.ts';
import { offeredBy, peersOf } from '../../peers.ts';
import { referencesIn, textsOf } from '../../references.ts';

/** Every reference in a manifest leads to a value that exists. */
export const expressions = rulePerPackage('expressions', ({ manifest }, { packages }) => {
  const found = [...textsOf(manifest)].flatMap(({ where, text }) =>
    referencesIn(text).flatMap(({ reference }) => {
      const reason = whyUnknown(reference, { manifest, packages, where });
      return reason === undefined ? [] : [`\${${reference}} in ${where}: ${reason}.`];
    }),
  );
  return [...new Set(found)].map((message) => ({
    file: manifestFile(manifest.key),
    message,
    remedy: 'Correct the reference; vocabulary/condition.ts lists what there is.',
  }));
});

interface Place {
  readonly manifest: ServiceManifest;
  readonly packages: readonly ServicePackage[];
  readonly where: string;
}

const parts: Readonly<Record<string, readonly string[]>> = {
  instance: ['name', 'slug'],
  dumb: ['plex_token', 'plex_address'],
  owner: ['key', 'display', 'slug'],
  request: ['provider', 'key'],
  system: ['puid', 'pgid', 'root', 'arch', 'pages'],
  toolchain: toolchainNames,
};

/** Why a reference leads nowhere; `undefined` where it is good. */
function whyUnknown(reference: string, place: Place): string | undefined {
  const [namespace = '', ...rest] = reference.split('.');
  const { manifest, where } = place;
  if (namespace === 'peer') return unknownInPeer(rest, place);
  if (namespace === 'url' || namespace === 'ado' || namespace === 'text') return whyUnknown(rest.join('.'), place);
  if (namespace === 'self' || namespace === 'path') return unknownField(manifest, rest);
  if (namespace === 'port') return unknownPort(manifest, rest);
  if (namespace === 'secret') return unknownSecret(manifest, rest);
  if (namespace === 'svc' || namespace === 'link') return unknownElsewhere(namespace, rest, place);
  if (namespace === 'artifact') return rest.length === 0 ? undefined : 'artifact has no parts';
  if ((namespace === 'tag' || namespace === 'version') && rest.length === 0) {
    return /^runtime\.(source|fromSource|build)\b/.test(where) ? undefined : `${namespace} is known while a release is chosen only`;
  }
  if (namespace === 'instance' && manifest.instances === undefined) return `${manifest.key} has no instances`;
  if ((namespace === 'owner' || namespace === 'request') && !/^companions?\b/.test(where)) {
    return `${namespace} is known in companions only`;
  }
  const known = parts[namespace];
  if (known === undefined) return `there is no namespace ${namespace}`;
  return rest.length === 1 && known.includes(rest[0] ?? '') ? undefined : `${namespace} has ${known.join(', ')}`;
}

/** The other end of a connection: what is said of it must be true of every service that it can be. */
function unknownInPeer(path: readonly string[], { manifest, packages, where }: Place): string | undefined {
  const spec = manifest.connections?.[Number(/^connections\.(\d+)\./.exec(where)?.[1] ?? NaN)];
  if (spec === undefined) return 'peer is known in connections only';
  const [first = '', ...below] = path;
  if (peerParts.includes(first) && below.length === 0) return undefined;
  const peers = peersOf(spec, packages);
  if (first === 'offer') {
    const [value = ''] = below;
    const isOffered = (peer: ServiceManifest) => offeredBy(peer, spec).includes(value);
    return peers.length > 0 && peers.every(isOffered) ? undefined : `not every other end publishes ${value}`;
  }
  for (const peer of peers) {
    const reason = unknownOf(peer, path);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

const peerParts = ['name', 'key', 'display', 'instance', 'slug'];

function unknownElsewhere(namespace: 'svc' | 'link', [service = '', ...rest]: readonly string[], place: Place) {
  const other = place.packages.find(({ manifest }) => manifest.key === service)?.manifest;
  if (other === undefined) return `there is no service ${service}`;
  if (namespace === 'svc' && other.instances !== undefined) return `${service} has instances; use link.${service}`;
  return unknownOf(other, rest);
}

/** Why there is no such value of another service. */
function unknownOf(other: ServiceManifest, rest: readonly string[]): string | undefined {
  const [first = '', ...below] = rest;
  if (rest.length > 0 && fieldAt(other, rest.join('.')).known) return undefined;
  if (first === 'port' && below.length > 0) return unknownPort(other, below);
  if (first === 'path' && below.length > 0) return unknownField(other, below);
  if (first === 'secret' && below.length > 0) return unknownSecret(other, below);
  return unknownField(other, rest);
}

function unknownField(manifest: ServiceManifest, path: readonly string[]): string | undefined {
  const field = path.join('.');
  return field !== '' && fieldAt(manifest, field).known ? undefined : `${manifest.key} has no field ${field}`;
}

function unknownPort({ key, ports }: ServiceManifest, [id = '', ...rest]: readonly string[]): string | undefined {
  return rest.length === 0 && ports.some((port) => port.id === id) ? undefined : `${key} has no port ${id}`;
}

function unknownSecret({ key, secrets = {} }: ServiceManifest, [name = '']: readonly string[]): string | undefined {
  return Object.hasOwn(secrets, name) ? undefined : `${key} makes no secret ${name}`;
}

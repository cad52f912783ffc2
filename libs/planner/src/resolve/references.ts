import { type Json, type JsonObject, Problem } from '@showrunner/contracts';
import { encodeForUrl, getIn, quoteForAdo } from '@showrunner/config';
import { instanceOf } from './links.ts';
import { toSlug } from './names.ts';
import { type Reference, toReference } from './parse-expression.ts';
import type { Member, World } from './world.ts';

/** The core service that asked for a companion, as expressions see it. */
export interface Owner {
  readonly key: string;
  readonly display: string;
  readonly slug: string;
}

/** Where an expression stands. */
export interface Scope {
  readonly world: World;
  readonly member: Member;
  readonly owner?: Owner;
  readonly request?: { readonly provider: string; readonly key: string };
  /** The other end of a connection, and what it publishes for it. */
  readonly peer?: { readonly member: Member; readonly offer: Readonly<Record<string, string>> };
  /** Paths stay as in the document; for values that are written into it. */
  readonly verbatim?: boolean;
}

/** The value of a reference without its braces; `undefined` where there is nothing. Unknown namespaces are a defect. */
export function lookUp(reference: Reference, scope: Scope): Json | undefined {
  const { namespace, path, text } = reference;
  const resolve = Object.hasOwn(namespaces, namespace) ? namespaces[namespace] : undefined;
  if (resolve === undefined) throw unknownReference(text, scope);
  return resolve(path, scope, text);
}

/** A manifest refers to something that does not exist. */
export function unknownReference(expression: string, scope: Scope): Problem {
  const { key } = scope.member.manifest;
  return new Problem(
    'internal.unexpected',
    `The manifest of ${key} refers to something that there is not: ${expression} (for ${scope.member.entry.processName}).`,
    { details: { service: key, expression } },
  );
}

type Resolve = (rest: readonly string[], scope: Scope, reference: string) => Json | undefined;

const namespaces: Readonly<Record<string, Resolve>> = {
  self: (rest, scope) => fieldOf(scope.member, rest, scope),
  port: ([id = ''], scope) => scope.member.ports[id],
  path: (rest, scope) => pathOf(scope.member, rest, scope),
  svc: ([service = '', ...rest], scope, reference) => {
    const manifest = scope.world.catalog.manifest(service);
    if (manifest === undefined || manifest.instances !== undefined) throw unknownReference(reference, scope);
    const provider = scope.world.byService.get(service)?.[0];
    return provider === undefined ? getIn(manifest.defaults, rest) : memberValue(provider, rest, scope);
  },
  link: ([service = '', ...rest], scope, reference) => {
    if (scope.world.catalog.manifest(service) === undefined) throw unknownReference(reference, scope);
    const provider = instanceOf(service, scope.member, scope.world);
    return provider === undefined ? '' : memberValue(provider, rest, scope);
  },
  peer: (rest, scope) => (scope.peer === undefined ? undefined : peerValue(scope.peer, rest, scope)),
  instance: ([part = ''], scope) => {
    const name = scope.member.entry.instance;
    if (name === null) return undefined;
    return part === 'slug' ? toSlug(name) : part === 'name' ? name : undefined;
  },
  owner: ([part = ''], { owner }) =>
    part === 'key' || part === 'display' || part === 'slug' ? owner?.[part] : undefined,
  request: ([part = ''], { request }) => (part === 'provider' || part === 'key' ? request?.[part] : undefined),
  system: ([part = ''], { world }) => systemValue(part, world),
  dumb: ([field = ''], { world }) => getIn(world.document, ['dumb', field]),
  toolchain: ([name = ''], { world }) => world.facts.toolchains[name],
  artifact: (rest, scope) => (rest.length === 0 ? artifactRoot(scope) : undefined),
  secret: ([name = ''], scope) => secretOf(scope.member, name, scope),
  url: (rest, scope) => written(lookUp(toReference(rest.join('.')), scope), encodeForUrl),
  ado: (rest, scope) => written(lookUp(toReference(rest.join('.')), scope), quoteForAdo),
  text: (rest, scope) => asText(lookUp(toReference(rest.join('.')), scope)),
};

/** A value as it has to be written where it stands; what is no text stays what it is. */
function written(value: Json | undefined, write: (text: string) => string): Json | undefined {
  return typeof value === 'string' ? write(value) : value;
}

function asText(value: Json | undefined): Json | undefined {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

function peerValue({ member, offer }: NonNullable<Scope['peer']>, path: readonly string[], scope: Scope) {
  const { entry, manifest } = member;
  const [first = '', second = ''] = path;
  switch (first) {
    case 'name':
      return entry.processName;
    case 'key':
      return entry.serviceKey;
    case 'display':
      return manifest.displayName;
    case 'instance':
      return entry.instance ?? '';
    case 'slug':
      return toSlug(entry.instance ?? '');
    case 'offer':
      return offer[second];
    default:
      return memberValue(member, path, scope);
  }
}

function memberValue(member: Member, [first = '', ...rest]: readonly string[], scope: Scope): Json | undefined {
  const own = fieldOf(member, [first, ...rest], scope);
  if (own !== undefined) return own;
  if (first === 'port') return member.ports[rest[0] ?? ''];
  if (first === 'path') return pathOf(member, rest, scope);
  if (first === 'secret') return secretOf(member, rest[0] ?? '', scope);
  return undefined;
}

/** A field of an entry; a port field has the assigned port, a missing field its default. */
function fieldOf(member: Member, path: readonly string[], scope: Scope): Json | undefined {
  const field = path.join('.');
  const port = member.manifest.ports.find((spec) => spec.field === field);
  if (port !== undefined) return member.ports[port.id];
  const value = getIn(member.entry.config, path) ?? getIn(member.manifest.defaults, path);
  // A password may begin like a path; it is none.
  const plain = scope.verbatim === true || member.manifest.fields?.[field]?.secret === true;
  return typeof value === 'string' && !plain ? scope.world.paths.toReal(value) : value;
}

function pathOf(member: Member, path: readonly string[], scope: Scope): string | undefined {
  const value = getIn(member.entry.config, path) ?? getIn(member.manifest.defaults, path);
  return typeof value === 'string' ? scope.world.paths.toReal(value) : undefined;
}

function systemValue(part: string, world: World): Json | undefined {
  const { document, facts } = world;
  if (part === 'root') return facts.root;
  if (part === 'arch') return facts.machine.arch;
  if (part === 'pages') return pagesOf(world);
  return part === 'puid' || part === 'pgid' ? idOf(document, part) : undefined;
}

/** The web pages of everything that is switched on, as JSON, in the order of the document. */
function pagesOf({ members }: World): string {
  const pages = members.flatMap(({ entry, manifest, ports }) => {
    const { ui, kind, key: service } = manifest;
    const port = ui === undefined ? undefined : ports[ui.port];
    if (ui === undefined || port === undefined || kind !== 'unit' || !entry.enabled) return [];
    const name = entry.instance === null ? (ui.name ?? service) : entry.processName;
    return [{ service, name, port, path: ui.path, prefix: ui.pathPrefix ?? '' }];
  });
  return JSON.stringify(pages);
}

/** The user or group that services run as. */
export function idOf(document: JsonObject, key: 'puid' | 'pgid'): number {
  const value = document[key];
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : 1000;
}

function artifactRoot(scope: Scope): string | undefined {
  const provider = artifactProvider(scope.member, scope.world);
  const spec = provider.manifest.runtime?.artifact;
  if (spec === undefined) return undefined;
  const { apart, root } = spec;
  const wanted = apart?.fields.some((field) => hasSaid(getIn(provider.entry.config, field.split('.')))) === true;
  // An artifact root refers to fields of its own entry only, so that it cannot refer to itself.
  const text = (wanted && apart !== undefined ? apart.root : root)
    .replace(/\$\{self\.([^}]+)\}/g, (_match, field: string) =>
      String(
        getIn(provider.entry.config, field.split('.')) ?? getIn(provider.manifest.defaults, field.split('.')) ?? '',
      ),
    )
    .replaceAll('${instance.slug}', toSlug(provider.entry.instance ?? ''));
  return scope.world.paths.toReal(text);
}

function hasSaid(value: Json | undefined): boolean {
  return typeof value === 'string' ? value.trim() !== '' : value === true;
}

/** Whose program a member runs: its own, or that of the service whose artifact it shares. */
export function artifactProvider(member: Member, world: World): Member {
  const source = member.manifest.runtime?.source;
  if (source?.kind !== 'shared-with') return member;
  return world.byService.get(source.service)?.[0] ?? member;
}

function secretOf(member: Member, name: string, { world }: Scope): string | undefined {
  const spec = member.manifest.secrets?.[name];
  if (spec === undefined) return undefined;
  const full = secretName(member, name);
  return world.facts.kept[full] ?? world.facts.secret(full, spec.kind);
}

/** Under which a secret of an entry is made: it stays the same as long as service and instance do. */
export function secretName({ entry: { serviceKey, instance } }: Member, name: string): string {
  return [serviceKey, ...(instance === null ? [] : [instance]), name].join('/');
}

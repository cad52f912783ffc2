import { edgeKinds, type Reactions, reactions } from '../../vocabulary/edges.ts';
import type { CompanionSpec, CompanionTemplate, CredentialSpec, Requirement } from '../../vocabulary/links.ts';
import type { OnboardingSpec, PageSpec, SecretSpec, ServiceManifest } from '../../vocabulary/manifest.ts';
import type { FieldSpec } from '../../vocabulary/options.ts';
import type { PortSpec } from '../../vocabulary/ports.ts';
import { capability, connections, provides } from './connections.ts';
import { anyText, count, either, flag, json, list, map, maybe, number, object, record, text, word } from './checks.ts';
import { condition } from './condition.ts';
import { fileFormat, runtime, stop } from './runtime.ts';

const when = maybe(condition);

const field = object<FieldSpec>({
  label: maybe(text),
  description: maybe(text),
  enum: maybe(list(either('a text or a number', anyText, number))),
  pattern: maybe(text),
  minimum: maybe(number),
  maximum: maybe(number),
  secret: maybe(flag),
  types: maybe(list(word('string', 'number', 'boolean', 'array', 'object', 'null'))),
  filledFrom: maybe(list(capability)),
  derived: maybe(flag),
});

const port = object<PortSpec>({
  id: text,
  field: maybe(text),
  default: count,
  role: word('ui', 'api', 'internal'),
  protocol: maybe(word('http', 'tcp')),
  fixed: maybe(flag),
  adjacent: maybe(object<NonNullable<PortSpec['adjacent']>>({ to: text, offset: number })),
  when,
});

const secret = object<SecretSpec>({
  kind: word('hex32', 'hex64', 'urlsafe32'),
  keptIn: maybe(object<NonNullable<SecretSpec['keptIn']>>({ file: text, format: fileFormat, at: list(text) })),
});

const reaction = maybe(word(...reactions));

const requirement = object<Requirement>({
  service: text,
  kind: word(...edgeKinds),
  until: word('started', 'healthy', 'installed'),
  enable: flag,
  instance: maybe(word('same-name', 'tagged', 'all')),
  when,
  database: maybe(text),
  reason: text,
  on: maybe(object<Partial<Reactions>>({ restarted: reaction, unhealthy: reaction, gone: reaction })),
  port: maybe(text),
});

const onboarding = object<OnboardingSpec>({
  name: text,
  description: text,
  order: count,
  debridProviders: maybe(list(text)),
  dependencies: maybe(list(text)),
  phase: maybe(word('before-core', 'after-core')),
});

/** What a manifest looks like. A manifest that was not written in TypeScript is held against the same. */
export const manifestShape = object<ServiceManifest>({
  key: text,
  documentPath: maybe(list(text)),
  displayName: text,
  aliases: maybe(list(text)),
  role: word('core', 'optional', 'dependency', 'infrastructure'),
  kind: word('unit', 'settings', 'control-plane'),
  deprecated: maybe(text),
  description: text,
  links: object<ServiceManifest['links']>({ project: text, docs: maybe(text), sponsor: maybe(text) }),
  defaults: record,
  fields: maybe(map(field)),
  instances: maybe(
    object<NonNullable<ServiceManifest['instances']>>({ template: text, processName: text, pathPrefix: maybe(text) }),
  ),
  replicas: maybe(object<NonNullable<ServiceManifest['replicas']>>({ max: count })),
  onboarding: maybe(onboarding),
  ports: list(port),
  requires: list(requirement),
  provides: maybe(provides),
  connections: maybe(connections),
  companions: maybe(
    list(object<CompanionSpec>({ service: text, when, phase: word('before', 'after'), set: maybe(map(json)) })),
  ),
  companion: maybe(object<CompanionTemplate>({ processName: text, set: map(json) })),
  credentials: maybe(list(object<CredentialSpec>({ provider: text, field: text }))),
  secrets: maybe(map(secret)),
  ui: maybe(
    object<PageSpec>({
      port: text,
      path: text,
      name: maybe(text),
      pathPrefix: maybe(text),
      embed: maybe(flag),
    }),
  ),
  stop,
  stopTier: word('media', 'apps', 'clients', 'databases'),
  runtime: maybe(runtime),
});

import type { JsonObject } from '@showrunner/contracts';
import type { EnvCase, EnvValue, ToolchainName } from '@showrunner/catalog';
import { getIn } from '@showrunner/config';
import { isObject } from '../json.ts';
import { holds } from '../resolve/condition.ts';
import { resolveText } from '../resolve/expression.ts';
import { toReference } from '../resolve/parse-expression.ts';
import { lookUp, type Scope } from '../resolve/references.ts';

/**
 * The whole environment of a program: the base, what its manifest gives, what the user put into the entry on top.
 * Nothing of our own environment gets in.
 */
export function environmentOf(scope: Scope, cwd: string): Readonly<Record<string, string>> {
  const { world, member } = scope;
  const base = { HOME: cwd, ...world.facts.baseEnv };
  const run = member.manifest.runtime?.run;
  const directories = [
    ...(run?.path ?? []).map((path) => resolveText(path, scope)),
    ...runToolchains(scope).flatMap((name) => world.facts.toolchains[name] ?? []),
  ];
  const path = [...new Set([...directories, ...(base['PATH' as keyof typeof base] ?? '').split(':')])]
    .filter((part) => part !== '')
    .join(':');
  const given = givenBy(scope);
  const env: Record<string, string> = {
    ...base,
    ...(path === '' ? {} : { PATH: path }),
    ...given,
    ...replicaEnvironment(member),
  };
  const own = member.entry.config['env'];
  for (const [name, value] of Object.entries(isObject(own) ? own : {})) {
    // A default that nobody has changed is no wish: the manifest says the same, and quotes what it puts in.
    if (Object.hasOwn(given, name) && value === getIn(member.manifest.defaults, ['env', name])) continue;
    // An older document may still hold what the original wrote there: a port that has moved, a database that is off.
    if (member.manifest.fields?.[`env.${name}`]?.derived === true && Object.hasOwn(run?.env ?? {}, name)) continue;
    if (value !== null && typeof value !== 'object') env[name] = renderUserValue(String(value), scope, env);
  }
  return env;
}

/** The toolchains whose programs it calls as it is set now. */
export function runToolchains(scope: Scope): readonly ToolchainName[] {
  const uses = scope.member.manifest.runtime?.run.toolchains ?? [];
  return uses.flatMap((use) => (typeof use === 'string' ? [use] : holds(use.when, scope) ? [use.name] : []));
}

/** What the manifest gives. */
function givenBy(scope: Scope): Readonly<Record<string, string>> {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(scope.member.manifest.runtime?.run.env ?? {})) {
    const cases: readonly EnvCase[] = isCases(value) ? value : [typeof value === 'string' ? { value } : value];
    const chosen = cases.find(({ when }) => holds(when, scope));
    if (chosen !== undefined) given[name] = resolveText(chosen.value, scope);
  }
  return given;
}

function isCases(value: EnvValue): value is readonly EnvCase[] {
  return Array.isArray(value);
}

/** What tells a copy of a service which one it is. */
function replicaEnvironment({ entry: { replica }, unitId }: Scope['member']): Readonly<Record<string, string>> {
  if (replica === undefined) return {};
  return {
    SHOWRUNNER_SERVICE: replica.of,
    SHOWRUNNER_INSTANCE_ID: unitId,
    SHOWRUNNER_INSTANCE_INDEX: String(replica.index),
  };
}

/** A value of the entry's `env` (CFG-7): `{field}` of the entry, `{service_field}` of a singleton, `${PATH}`. */
function renderUserValue(value: string, scope: Scope, env: Readonly<Record<string, string>>): string {
  const { toRealWithin } = scope.world.paths;
  if (value.includes('$'))
    return toRealWithin(value).replace(/\$\{([A-Z_][A-Z0-9_]*)\}/g, (whole, name: string) => env[name] ?? whole);
  return toRealWithin(value).replace(
    /\{([a-z][a-z0-9_]*)\}/g,
    (whole, name: string) => fieldText(name, scope) ?? whole,
  );
}

function fieldText(name: string, scope: Scope): string | undefined {
  const own = scope.member.entry.config;
  const value = Object.hasOwn(own, name)
    ? lookUp(toReference(`self.${name}`), scope)
    : (rootField(name, scope.world.document) ?? foreignField(name, scope));
  return value === undefined || value === null || typeof value === 'object' ? undefined : String(value);
}

function rootField(name: string, document: JsonObject) {
  return name === 'puid' || name === 'pgid' ? getIn(document, [name]) : undefined;
}

function foreignField(name: string, scope: Scope) {
  const singletons = scope.world.catalog.all.filter(({ manifest }) => manifest.instances === undefined);
  const found = singletons.find(({ manifest }) => name.startsWith(`${manifest.key}_`));
  return found && lookUp(toReference(`svc.${found.manifest.key}.${name.slice(found.manifest.key.length + 1)}`), scope);
}

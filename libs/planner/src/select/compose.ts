import { type CoreSelection, Problem, type StackChange } from '@showrunner/contracts';
import type { ServiceManifest } from '@showrunner/catalog';
import { resolveServiceName } from '@showrunner/config';
import type { Plan } from '../plan-model.ts';
import { applyCredentials, credentialsOf, credentialWarnings } from './credentials.ts';
import { type Draft, memberAt, want, warn } from './draft.ts';
import { fillFields } from './fill-fields.ts';
import { entryPath, targetInstances } from './instances.ts';
import { applyOptions, namesOf, type OptionBlocks, optionsFor } from './options.ts';
import { assertInstallable, emptyRequest, type Request } from './request.ts';
import { switchOn, withNeeds } from './requirements.ts';
import { plainSelection, type Selection } from './selection.ts';
import { assertSettings } from './settings.ts';

type Compose = Extract<StackChange, { kind: 'compose' }>;
type Refusal = Plan['refused'][number];

interface Found {
  readonly name: string;
  readonly manifest: ServiceManifest;
  readonly instance: string | null;
}

/** Failures of one name; the others are planned without it. All other problems concern the whole request. */
const refusable = new Set(['service.unknown', 'service.not-core', 'service.not-installable', 'service.setting']);

/**
 * Chooses services: media servers, what starts before the core services, the core services with all that they need, and
 * what starts after them.
 * @throws Problem `document.invalid` naming options that no service has
 */
export function compose(change: Compose, start: Draft): Selection {
  const around = servicesAround(change, start);
  const cores = change.cores.map((core) => ({ core, media: isMedia(core, start) }));
  const optionals = change.optionals.map((name) => ({ name, late: isLate(name, start) }));
  const steps: readonly ((selection: Selection) => Selection)[] = [
    ...cores.filter(({ media }) => media).map(({ core }) => chooseCore(core, around)),
    ...optionals.filter(({ late }) => !late).map(({ name }) => chooseOptional(name, change)),
    ...cores.filter(({ media }) => !media).map(({ core }) => chooseCore(core, around)),
    ...optionals.filter(({ late }) => late).map(({ name }) => chooseOptional(name, change)),
  ];
  const result = steps.reduce((selection, choose) => choose(selection), plainSelection(start));
  const asked = [...change.cores.map(({ name }) => name), ...change.optionals];
  return { ...result, selected: result.selected.toSorted((a, b) => asked.indexOf(a.name) - asked.indexOf(b.name)) };
}

const chooseCore =
  (core: CoreSelection, around: readonly ServiceManifest[]) =>
  (selection: Selection): Selection =>
    orRefuse(selection, core.name, () => {
      const found = find(core.name, selection.draft);
      if (found.manifest.role !== 'core' || found.manifest.kind !== 'unit') {
        throw new Problem('service.not-core', `${core.name} is not a core service`);
      }
      const credentials = credentialsOf(core, found.manifest);
      const warned = credentialWarnings(credentials, found.manifest).reduce(warn, selection.draft);
      const request = { options: core.service_options as OptionBlocks | null | undefined, credentials }; // the schema's shape
      return choose(
        { ...selection, draft: warned },
        { ...found, instance: core.instance_name?.trim() || found.instance },
        request,
        around,
      );
    });

const chooseOptional =
  (name: string, change: Compose) =>
  (selection: Selection): Selection =>
    orRefuse(selection, name, () => {
      const found = find(name, selection.draft);
      if (found.manifest.kind !== 'unit')
        throw new Problem('service.unknown', `${name} is not a service that can be started`);
      const names = namesOf(found.manifest);
      const blocks = change.cores.map((core) =>
        optionsFor(core.service_options as OptionBlocks | null | undefined, names),
      ); // the schema's shape
      const own = optionsFor(change.optionalOptions as OptionBlocks | undefined, [...names, name]); // the schema's shape
      const merged = Object.assign({}, ...blocks, own) as OptionBlocks[string]; // options are JSON objects
      return choose(selection, found, {
        ...emptyRequest,
        options: { ...change.optionalOptions, [found.manifest.key]: merged },
      });
    });

/** Switches one service on, with its options, keys and needs. */
function choose(
  selection: Selection,
  { name, manifest, instance }: Found,
  request: Request,
  around: readonly ServiceManifest[] = [],
): Selection {
  const { draft } = selection;
  assertInstallable(draft, manifest);
  const targets = manifest.instances === undefined ? [null] : targetInstances(draft, manifest, instance);
  let result = draft;
  for (const target of targets) {
    const names = [...namesOf(manifest), ...(target === null ? [] : [instance ?? target, target])];
    const options = optionsFor(request.options, names);
    result = switchOn(result, manifest, target, (config) =>
      applyCredentials(
        fillFields(applyOptions(config, manifest, options), manifest, options, around),
        manifest,
        request.credentials,
      ),
    );
    const path = entryPath(manifest, target);
    const sentence = `You chose ${manifest.onboarding?.name ?? manifest.displayName}`;
    result = want(result, memberAt(result, path)?.entry.processName ?? name, { by: 'chosen', sentence });
    result = withNeeds(result, path, request);
  }
  const fresh = result.world.members.filter(
    ({ entry }) => result.wanted.has(entry.processName) && !draft.wanted.has(entry.processName),
  );
  assertSettings(fresh, result.world);
  const processNames = targets.flatMap(
    (target) => memberAt(result, entryPath(manifest, target))?.entry.processName ?? [],
  );
  return {
    ...selection,
    draft: result,
    selected: [...selection.selected, { name, serviceKey: manifest.key, processNames }],
  };
}

function find(name: string, draft: Draft): Found {
  const found = resolveServiceName(draft.input.catalog, draft.document, name);
  const manifest = found && draft.input.catalog.manifest(found.serviceKey);
  if (found === undefined || manifest === undefined)
    throw new Problem('service.unknown', `Process '${name}' not found`);
  return { name, manifest, instance: found.instance };
}

function orRefuse(selection: Selection, name: string, attempt: () => Selection): Selection {
  try {
    return attempt();
  } catch (error) {
    if (!(error instanceof Problem) || !refusable.has(error.code)) throw error;
    const refusal: Refusal = { name, code: error.code, message: error.message };
    return { ...selection, refused: [...selection.refused, refusal] };
  }
}

/** The services that are switched on already, and those that are chosen together. */
function servicesAround(change: Compose, start: Draft): readonly ServiceManifest[] {
  const { catalog } = start.input;
  const chosen = change.cores.flatMap(
    ({ name }) => resolveServiceName(catalog, start.document, name)?.serviceKey ?? [],
  );
  const present = start.world.members
    .filter(({ entry }) => entry.config['enabled'] === true)
    .map(({ entry }) => entry.serviceKey);
  return [...new Set([...present, ...chosen])].flatMap((key) => catalog.manifest(key) ?? []);
}

function isMedia(core: CoreSelection, draft: Draft): boolean {
  const found = resolveServiceName(draft.input.catalog, draft.document, core.name);
  return found !== undefined && draft.input.catalog.manifest(found.serviceKey)?.stopTier === 'media';
}

function isLate(name: string, draft: Draft): boolean {
  const found = resolveServiceName(draft.input.catalog, draft.document, name);
  return found !== undefined && draft.input.catalog.manifest(found.serviceKey)?.onboarding?.phase === 'after-core';
}

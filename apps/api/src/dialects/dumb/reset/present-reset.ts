import type { Entry } from '@showrunner/config';
import { getIn, pathOfService } from '@showrunner/config';
import type { Catalog } from '@showrunner/catalog';
import type { ResetAction, ServiceResetPreview, ServiceResetTarget } from '@showrunner/contracts';
import type { Files } from '@showrunner/platform';
import type { Plan } from '@showrunner/planner';

/** What no reset touches, whatever it is asked for. */
const retained = [
  'Mounts, media and the links of your library',
  'Databases and their contents',
  'What other services keep about this one',
  'Downloads in the install cache',
];

/** What a reset would do, in the words of the original. */
export async function presentReset(
  { entry, plan, action }: { entry: Entry; plan: Plan; action: ResetAction },
  { catalog, files }: { catalog: Catalog; files: Files },
): Promise<ServiceResetPreview> {
  const manifest = catalog.manifest(entry.serviceKey);
  const block = manifest === undefined ? [] : pathOfService(manifest);
  const goes = action === 'remove' && getIn(plan.document, entry.path) === undefined;
  const template = manifest?.instances?.template;
  const comesBack = goes && template !== undefined && getIn(plan.document, [...block, 'instances', template]);
  const targets = plan.steps.flatMap((step) => (step.kind === 'clear-files' ? step.targets : []));
  return {
    process_name: entry.processName,
    service_key: entry.serviceKey,
    instance_name: entry.instance,
    action,
    config_action: goes ? 'remove_instance' : 'reset_to_defaults',
    default_instance_after_removal: comesBack ? template : null,
    will_stop: plan.steps.some((step) => step.kind === 'stop-unit' && step.processName === entry.processName),
    file_targets: await Promise.all(targets.map((target) => presentTarget(target, files))),
    warnings: [...plan.warnings],
    retained: [...retained],
    confirmation: entry.processName,
  };
}

type Target = Extract<Plan['steps'][number], { kind: 'clear-files' }>['targets'][number];

async function presentTarget({ path, realPath, kind, source }: Target, files: Files): Promise<ServiceResetTarget> {
  return {
    path,
    resolved_path: realPath,
    kind,
    source,
    operation: kind === 'directory' ? 'clear_directory' : 'delete_file',
    exists: (await files.facts(realPath)) !== undefined,
  };
}

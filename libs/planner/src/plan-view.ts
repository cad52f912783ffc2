import type { PlanView } from '@showrunner/contracts';
import type { Plan, Step } from './plan-model.ts';
import { documentFile } from './steps/save-step.ts';

/** A plan as it is shown: nothing secret in it, because no value of a file, an environment or a hook is. */
export function toPlanView(plan: Plan): PlanView {
  return {
    empty: plan.steps.length === 0,
    steps: plan.steps.map((step) => ({
      id: step.id,
      kind: step.kind,
      title: step.title,
      reason: step.reason,
      processName: step.processName,
      after: [...step.after],
      files: [...filesOf(step)],
    })),
    services: plan.services.map((service) => ({ ...service, ports: service.ports.map((port) => ({ ...port })) })),
    moves: plan.moves.map((move) => ({ ...move })),
    warnings: [...plan.warnings],
    changes: plan.changes.map((change) => ({ ...change })),
  };
}

function filesOf(step: Step): readonly string[] {
  switch (step.kind) {
    case 'save-document':
      return [documentFile];
    case 'clear-files':
      return step.targets.map(({ path }) => path);
    case 'install':
      return [step.artifact.root];
    case 'write-files':
      return step.files.length > 0 ? step.files.map(({ path }) => path) : step.directories.map(({ path }) => path);
    default:
      return [];
  }
}

import { createHash } from 'node:crypto';
import { createCatalog, services, toolchainNames } from '@showrunner/catalog';
import { defaultDocument, setIn } from '@showrunner/config';
import type { Json } from '@showrunner/contracts';
import { type HostFacts, type Plan, planChange, type Step, type UnitSpec } from '@showrunner/planner';
import { openInstaller } from './open-installer.ts';

const catalog = createCatalog(services);

export interface PlannedStack {
  readonly plan: Plan;
  /** How a program is started. */
  spec(processName: string): UnitSpec;
  /** Makes the directories and writes the files that it needs, as the product does it. */
  write(processName: string): Promise<void>;
}

/** What the product would do on this machine below a root, with these fields of the document set. */
export function planStack(
  root: string,
  cores: readonly string[],
  fields: readonly (readonly [path: string, value: Json])[],
  machine: Partial<HostFacts['machine']> = {},
): PlannedStack {
  const stored = fields.reduce(
    (document, [path, value]) => setIn(document, path.split('.'), value),
    defaultDocument(catalog),
  );
  const change = { kind: 'compose' as const, cores: cores.map((name) => ({ name })), optionals: [] };
  const plan = planChange(change, { stored, effective: stored, catalog, facts: factsOf(root, machine) });
  const stepsOf = <Kind extends Step['kind']>(kind: Kind): readonly Extract<Step, { kind: Kind }>[] =>
    plan.steps.filter((step): step is Extract<Step, { kind: Kind }> => step.kind === kind);
  return {
    plan,
    spec: (processName) => {
      const step = stepsOf('start-unit').find(({ spec }) => spec.processName === processName);
      if (step === undefined) throw new Error(`The plan does not start ${processName}.`);
      return step.spec;
    },
    write: async (processName) => {
      // Files are written, nothing is fetched.
      const installer = openInstaller({ root, world: 'http://nowhere.invalid' });
      const { signal } = new AbortController();
      for (const step of stepsOf('write-files').filter((candidate) => candidate.processName === processName)) {
        await installer.writeFiles(step.directories, step.files, { signal });
      }
    },
  };
}

function factsOf(root: string, machine: Partial<HostFacts['machine']>): HostFacts {
  const here = { arch: 'amd64', libc: 'gnu', isRoot: false, bootId: 'boot', inContainer: false } as const;
  return {
    machine: { ...here, fuse: false, userAllowOther: false, fuseForUsers: false, ...machine },
    root,
    ports: [],
    programs: {},
    toolchains: Object.fromEntries(toolchainNames.map((name) => [name, `/tools/${name}/bin`])),
    serviceAccount: undefined,
    databaseAccount: undefined,
    units: [],
    applied: {},
    drift: {},
    connections: {},
    kept: {},
    installed: {},
    baseEnv: { PATH: process.env['PATH'] ?? '' },
    simulated: true,
    secret: (name, kind) =>
      createHash('sha256')
        .update(name)
        .digest('hex')
        .slice(0, kind === 'hex64' ? 64 : 32),
  };
}

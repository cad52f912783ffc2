import { createCatalog, services } from '@showrunner/catalog';
import { defaultDocument, setIn } from '@showrunner/config';
import type { Json, StackChange } from '@showrunner/contracts';
import { type HostFacts, planChange, type Step } from '@showrunner/planner';

const catalog = createCatalog(services);

/** A machine on which everything can be had and nothing runs. */
const facts: HostFacts = {
  machine: {
    arch: 'amd64',
    libc: 'gnu',
    isRoot: false,
    bootId: 'boot',
    fuse: false,
    userAllowOther: false,
    fuseForUsers: false,
    inContainer: false,
  },
  root: '/srv/show',
  ports: [],
  programs: {},
  toolchains: Object.fromEntries(
    ['node', 'pnpm', 'python', 'dotnet', 'go', 'bun', 'deno', 'yarn'].map((name) => [name, `/tools/${name}`]),
  ),
  serviceAccount: undefined,
  databaseAccount: undefined,
  units: [],
  applied: {},
  drift: {},
  connections: {},
  kept: {},
  installed: {},
  baseEnv: {},
  simulated: true,
  secret: (name) => name,
};

/** What the planner makes of a change of a default document with some values set: what each program gets, by process name. */
export function planStack(change: StackChange, values: Readonly<Record<string, Json>> = {}) {
  const stored = Object.entries(values).reduce(
    (document, [path, value]) => setIn(document, path.split('/'), value),
    defaultDocument(catalog),
  );
  const { steps, refused } = planChange(change, { stored, effective: stored, catalog, facts });
  return {
    /** Why something that was asked for is not in the plan. */
    refused: refused.map(({ message }) => message),
    unit: (processName: string) => find(steps, 'start-unit', (step) => step.processName === processName).spec,
    artifact: (processName: string) => find(steps, 'install', (step) => step.processName === processName).artifact,
    file: (processName: string, path: string) => {
      const { files } = find(steps, 'write-files', (step) => step.processName === processName);
      const file = files.find((candidate) => candidate.path.endsWith(path));
      if (file === undefined) throw new Error(`The plan writes no ${path} for ${processName}.`);
      return file;
    },
    databases: () => find(steps, 'provision-database', () => true).database.names,
  };
}

/** What the planner gives the programs that use a database: environments by service, and the values of their files. */
export function planDatabaseUsers(address: {
  readonly port: number;
  readonly user: string;
  readonly password: string;
}) {
  const plan = planStack(
    {
      kind: 'compose',
      cores: [{ name: 'riven_backend', debrid_service: 'RealDebrid', debrid_key: 'k' }],
      optionals: ['zilean', 'pgadmin'],
    },
    Object.fromEntries(Object.entries(address).map(([key, value]) => [`postgres/${key}`, value])),
  );
  const names: Readonly<Record<string, string>> = { riven_backend: 'Riven Backend', zilean: 'Zilean' };
  return {
    env: (serviceKey: string) => plan.unit(names[serviceKey] ?? serviceKey).env,
    setting: (processName: string, key: string) =>
      plan.file(processName, '').ops.find(({ at }) => at.join('.') === key)?.value,
  };
}

/** How a core service is installed, written and started below a data root. @param fields of its entry */
export function planService(name: string, root: string, fields: Readonly<Record<string, string | number>> = {}) {
  const stored = Object.entries(fields).reduce(
    (document, [key, value]) => setIn(document, [name, key], value),
    defaultDocument(catalog),
  );
  const { steps } = planChange(
    { kind: 'compose', cores: [{ name }], optionals: [] },
    { stored, effective: stored, catalog, facts: { ...facts, root } },
  );
  const { directories, files } = find(steps, 'write-files', () => true);
  return {
    artifact: find(steps, 'install', () => true).artifact,
    directories,
    files,
    spec: find(steps, 'start-unit', () => true).spec,
  };
}

function find<Kind extends Step['kind']>(
  steps: readonly Step[],
  kind: Kind,
  fits: (step: Extract<Step, { kind: Kind }>) => boolean,
): Extract<Step, { kind: Kind }> {
  const found = steps.find((step): step is Extract<Step, { kind: Kind }> => step.kind === kind && fits(step as never));
  if (found === undefined) throw new Error(`The plan has no ${kind} of that kind.`);
  return found;
}

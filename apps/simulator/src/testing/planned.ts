import { createCatalog, services } from '@showrunner/catalog';
import { defaultDocument, setIn } from '@showrunner/config';
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
  toolchains: { node: '/tools/node', pnpm: '/tools/pnpm', python: '/tools/python', dotnet: '/tools/dotnet' },
  serviceAccount: undefined,
  databaseAccount: undefined,
  units: [],
  applied: {},
  drift: {},
  connections: {},
  installed: {},
  baseEnv: {},
  simulated: true,
  secret: (name) => name,
};

/** What the planner gives the programs that use a database: environments by service, and the values of their files. */
export function planDatabaseUsers(address: {
  readonly port: number;
  readonly user: string;
  readonly password: string;
}) {
  const stored = Object.entries(address).reduce(
    (document, [key, value]) => setIn(document, ['postgres', key], value),
    defaultDocument(catalog),
  );
  const { steps } = planChange(
    {
      kind: 'compose',
      cores: [{ name: 'riven_backend', debrid_service: 'RealDebrid', debrid_key: 'k' }],
      optionals: ['zilean', 'pgadmin'],
    },
    { stored, effective: stored, catalog, facts },
  );
  return {
    env: (serviceKey: string) => find(steps, 'start-unit', ({ spec }) => spec.serviceKey === serviceKey).spec.env,
    setting: (processName: string, key: string) =>
      find(steps, 'write-files', (step) => step.processName === processName)
        .files.flatMap(({ ops }) => ops)
        .find(({ at }) => at.join('.') === key)?.value,
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

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OperationView, PlanView, SequencedEvent, ServiceView } from '@showrunner/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useDemo } from './harness/demo.ts';
import { type FollowedEvents, followEvents } from './harness/events.ts';
import { freePort } from './harness/showrunner.ts';

/** What is read of an offer of the wizard. */
interface Offer {
  readonly key: string;
  readonly installable: boolean;
}

/** What the wizard would not let one go on without. */
const answers: Readonly<Record<string, Record<string, unknown>>> = {
  plex: { plex_claim: 'claim-everything-0123456789' },
  aiostreams: { auth_password: 'correct horse battery' },
  authelia: { public_url: 'https://auth.example.org', cookie_domain: 'example.org' },
  cloudflared: {
    tunnel_token: btoa(JSON.stringify({ a: 'account', s: 'c2VjcmV0', t: '5f0d1c3e-0f2a-4e0e-9a53-0d3f0b6c8a11' })),
  },
};
const arrs = ['Lidarr', 'Radarr', 'Sonarr', 'Whisparr'];

/** The largest selection: every core and every optional service that this version can install, asked for at once. */
describe('everything that can be installed, from one request', () => {
  // Other stacks of this machine keep the usual port for pages, which Traefik would be refused.
  const demo = useDemo(async () => ({
    DUMB_SERVICE_UI_PORT: String(await freePort()),
    DUMB_SERVICE_UI_PAGE_PORTS: String(await freePort()),
  }));
  let events: FollowedEvents;
  let request: { core_services: { name: string }[]; optional_services: string[] };
  let operation: OperationView;

  beforeAll(async () => {
    events = await followEvents(demo.showrunner, demo.client.token);
    const { core_services: cores } = await demo.client.get<{ core_services: Offer[] }>('/process/core-services');
    const { optional_services: optionals } = await demo.client.get<{ optional_services: Offer[] }>(
      '/process/optional-services',
    );
    request = {
      core_services: cores
        .filter(({ installable }) => installable)
        .map(({ key }) => ({
          name: key,
          debrid_service: 'RealDebrid',
          debrid_key: 'abc123',
          ...(answers[key] === undefined ? {} : { service_options: { [key]: answers[key] } }),
        })),
      // The wizard does not offer Traefik; a script may ask for it.
      optional_services: [...optionals.filter(({ installable }) => installable).map(({ key }) => key), 'traefik'],
    };
  });
  afterAll(() => events.close());

  const running = async (): Promise<readonly ServiceView[]> => {
    const { services } = await demo.client.stack();
    return services.filter(({ enabled }) => enabled);
  };
  /** Asks an Arr with the key that it keeps. */
  const ask = async <T>(processName: string, path: string): Promise<T> => {
    const service = (await running()).find((one) => one.processName === processName);
    const config = readFileSync(
      join(demo.showrunner.dataRoot, service?.serviceKey ?? '', 'default/config.xml'),
      'utf8',
    );
    const key = /<ApiKey>([^<]+)</.exec(config)?.[1] ?? '';
    const response = await fetch(`http://127.0.0.1:${service?.ports[0]?.port}${path}`, {
      headers: { 'x-api-key': key },
    });
    expect(response.status, `${processName} ${path}`).toBe(200);
    return (await response.json()) as T;
  };
  const namesOf = async (processName: string, path: string): Promise<readonly string[]> =>
    (await ask<{ name: string }[]>(processName, path)).map(({ name }) => name).sort();

  it('comes to healthy as a whole, with each connection made', async () => {
    const answer = await demo.client.call('POST', '/process/start-core-service', {
      ...request,
      optional_service_options: Object.fromEntries(
        Object.entries(answers).filter(([key]) => request.optional_services.includes(key)),
      ),
    });
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200, body: { errors: [] } });
    const services = await running();
    const asked = [...request.core_services.map(({ name }) => name), ...request.optional_services];
    const keys = new Set(services.map(({ serviceKey }) => serviceKey));
    expect(asked.filter((key) => !keys.has(key))).toEqual([]);
    const ill = services.filter(({ status }) => status.state !== 'running' || status.health !== 'healthy');
    expect(ill.map(({ processName, status }) => `${processName}: ${status.reason}`)).toEqual([]);
    const { operations } = await demo.client.get<{ operations: [OperationView] }>('/api/native/operations');
    [operation] = operations;
    expect(operation.steps.filter(({ state }) => state !== 'done')).toEqual([]);
  });

  it('has no port twice', async () => {
    const ports = (await running()).flatMap((service) => service.ports.map(({ port }) => port));
    expect(ports.filter((port, index) => ports.indexOf(port) !== index)).toEqual([]);
  });

  it('plans nothing when it is asked for again', async () => {
    const again = await demo.client.post<PlanView>('/api/native/plan', {
      kind: 'compose',
      cores: request.core_services,
      optionals: request.optional_services,
    });
    expect(again.steps).toEqual([]);
    expect((await demo.client.post<PlanView>('/api/native/plan', { kind: 'reconcile' })).steps).toEqual([]);
  });

  it('has each Arr told by all that feed it', async () => {
    expect(await namesOf('Prowlarr', '/api/v1/applications')).toEqual(arrs.map((arr) => `${arr} (Default)`));
    for (const arr of arrs) {
      const api = arr === 'Lidarr' ? 'v1' : 'v3';
      expect([arr, ...(await namesOf(arr, `/api/${api}/downloadclient`))]).toEqual([
        arr,
        'InfiniDysk',
        'altmount',
        'decypharr',
      ]);
    }
  });

  it('starts nobody before what it needs, and everybody as soon as that is there', () => {
    const steps = new Map(operation.steps.map((step) => [step.id, step]));
    const starts = operation.steps.filter(({ kind }) => kind === 'start-unit');
    expect(starts.length).toBeGreaterThanOrEqual(36);
    const gaps = starts.map((step) => {
      const open = Math.max(...step.after.map((id) => steps.get(id)?.endedAt ?? Number.NaN));
      const spawned = firstAt(events.all, step.processName ?? '', 'starting');
      expect(spawned, `${step.processName} is started before it may be`).toBeGreaterThanOrEqual(open);
      return spawned - open;
    });
    const [p50, p95] = [0.5, 0.95].map((part) => gaps.sort((a, b) => a - b)[Math.floor(gaps.length * part)]);
    console.info(`From the last gate to the process: p50 ${p50} ms, p95 ${p95} ms, ${gaps.length} units.`);
  });

  it('leaves no link behind where something goes', async () => {
    const { revision, document } = await demo.client.document();
    const { instances } = document['radarr'] as { instances: Record<string, object> };
    const off = { ...instances, Default: { ...instances['Default'], enabled: false } };
    const done = await demo.client.operate({
      kind: 'edit',
      basedOn: revision,
      document: {
        ...document,
        infinidysk: { ...document['infinidysk'], enabled: false },
        radarr: { ...document['radarr'], instances: off },
      },
    });
    expect(done.problem).toBeUndefined();
    expect(await namesOf('Sonarr', '/api/v3/downloadclient')).toEqual(['altmount', 'decypharr']);
    expect(await namesOf('Prowlarr', '/api/v1/applications')).not.toContain('Radarr (Default)');
    expect((await demo.client.post<PlanView>('/api/native/plan', { kind: 'reconcile' })).steps).toEqual([]);
  });

  it('goes down in order: who uses something ends before that is told to', async () => {
    const services = await running();
    const before = events.all.length;
    await demo.showrunner.stop();
    const seen = events.all.slice(before);
    const names = services.map(({ processName }) => processName);
    expect(names.filter((name) => !Number.isFinite(firstAt(seen, name, 'stopped')))).toEqual([]);
    const early = services.flatMap(({ processName, needsHow }) =>
      needsHow
        .filter(({ until, processName: provider }) => until !== 'installed' && names.includes(provider))
        .filter((need) => firstAt(seen, need.processName, 'stopping') < firstAt(seen, processName, 'stopped'))
        .map((need) => `${need.processName} before ${processName} (${need.kind})`),
    );
    expect(early).toEqual([]);
  });
});

/** When a unit was first told to be in that state, by the order of the stream; NaN: never. */
function firstAt(events: readonly SequencedEvent[], processName: string, state: string): number {
  const event = events.find(
    (one) => one.type === 'unit.changed' && one.unit.processName === processName && one.unit.state === state,
  );
  return event?.at ?? Number.NaN;
}

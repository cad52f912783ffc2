import { statSync } from 'node:fs';
import type { OperationView, StackView, UpdatesAnswer, UpdateView } from '@showrunner/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, signUp } from './harness/client.ts';
import { waitFor } from './harness/wait-for.ts';
import { processesUnder, removeDataRoot, type Showrunner, startShowrunner } from './harness/showrunner.ts';

const name = 'Zurg w/ RealDebrid';
const old = 'v0.9.3-hotfix.11';
const newest = 'v0.9.3-final';
/** A release of the simulated upstream that ends as soon as it starts. */
const broken = 'v0.9.3-rc.9';

describe('updates of a service that runs', () => {
  let showrunner: Showrunner;
  let client: Client;
  const view = () => client.get<UpdateView>(`/api/native/updates/${encodeURIComponent(name)}`);
  const check = () => client.post<UpdateView>(`/api/native/updates/${encodeURIComponent(name)}/check`);
  const service = async () =>
    (await client.get<StackView>('/api/native/stack')).services.find(({ processName }) => processName === name);

  beforeAll(async () => {
    showrunner = await startShowrunner({ args: ['--demo'] });
    client = await signUp(showrunner.url);
    const { document, revision } = await client.document();
    const zurg = document['zurg'] as { instances: { RealDebrid: object } };
    const entry = { enabled: true, api_key: 'abc123', release_version_enabled: true, release_version: old };
    const cache = { ...(document['dumb']?.['install_cache'] as object), activation_stabilization_seconds: 1 };
    const ended = await client.operate({
      kind: 'edit',
      basedOn: revision,
      document: {
        ...document,
        dumb: { ...document['dumb'], install_cache: cache },
        zurg: { instances: { ...zurg.instances, RealDebrid: { ...zurg.instances.RealDebrid, ...entry } } },
      },
    });
    expect(ended).toMatchObject({ state: 'succeeded' });
  });

  afterAll(async () => {
    await showrunner.stop();
    expect(processesUnder(showrunner.dataRoot)).toEqual([]);
    removeDataRoot(showrunner.dataRoot);
  });

  it('are only told while a release is pinned', async () => {
    const answer = await client.post('/process/update-check', { process_name: name });
    expect(answer).toMatchObject({ status: 'blocked', reason: 'pinned_version', available_version: newest });
    expect(await client.post('/process/update-install', { process_name: name })).toMatchObject({ status: 'blocked' });
    expect(await view()).toMatchObject({ state: 'fixed', message: `It is kept at ${old}; ${newest} is out.` });
  });

  it('are offered once it follows new versions, which restarts nothing', async () => {
    const before = await client.pids();
    expect(await client.operate({ kind: 'pin', processName: name, version: null })).toMatchObject({
      state: 'succeeded',
    });
    expect(await check()).toMatchObject({
      state: 'available',
      installed: old,
      available: newest,
      releasesBehind: 1,
      notes: { text: 'Simulated release of zurg-testing.' },
    });
    expect(await client.pids()).toEqual(before);
  });

  it('are installed by the request of the original, and the new version is proven', async () => {
    const before = (await client.pids())[name];
    const answer = await client.post('/process/update-install', { process_name: name });
    expect(answer).toMatchObject({ status: 'updated', previous_version: old, current_version: newest });
    expect((await client.pids())[name]).not.toBe(before);
    expect(await service()).toMatchObject({ status: { state: 'running', health: 'healthy' } });
    expect(await view()).toMatchObject({ installed: newest });
    expect(await client.post('/api/native/plan', { kind: 'reconcile' })).toMatchObject({ steps: [] });
  });

  it('that do not work end with the version before running again, and say why', async () => {
    const ended = await client.operate({ kind: 'update', processName: name, to: broken });
    expect(ended).toMatchObject<Partial<OperationView>>({
      state: 'failed',
      failedStep: `await-healthy:zurg-w-realdebrid`,
    });
    expect(ended.problem?.message).toContain('this release candidate does not start');
    expect(await service()).toMatchObject({ status: { state: 'running', health: 'healthy' } });
    expect(await view()).toMatchObject({ installed: newest });
    const { history } = await client.get<UpdatesAnswer>('/api/native/updates');
    expect(history[0]).toMatchObject({ outcome: 'rolled-back', from: newest, to: broken });
    expect(history[0]?.message).toMatch(new RegExp(`^${broken} did not work: .*${newest} runs again\\.$`));
    expect(await client.post('/api/native/plan', { kind: 'reconcile' })).toMatchObject({ steps: [] });
    expect(await client.get('/process/update-notices?scope=all')).toMatchObject({
      applied: [
        { status: 'failed', available_version: broken },
        { status: 'updated', current_version: newest },
      ],
    });
  });

  it('are taken back by the next start when the control plane is killed before the new version has proven itself', async () => {
    const { document, revision } = await client.document();
    const { RealDebrid } = document['zurg']?.['instances'] as { RealDebrid: { config_dir: string } };
    const program = `${showrunner.dataRoot}${RealDebrid.config_dir}/zurg`;
    const proven = statSync(program).ino;
    const cache = { ...(document['dumb']?.['install_cache'] as object), activation_stabilization_seconds: 300 };
    await client.operate({
      kind: 'edit',
      basedOn: revision,
      document: { ...document, dumb: { ...document['dumb'], install_cache: cache } },
    });
    const { id } = await client.post<OperationView>('/api/native/operations', {
      kind: 'update',
      processName: name,
      to: old,
    });
    await waitFor('the new version to be watched', async () => {
      const { steps } = await client.get<OperationView>(`/api/native/operations/${id}`);
      const proof = steps.find(({ kind }) => kind === 'await-healthy');
      return proof?.activity?.startsWith('Healthy; watching it') === true;
    });
    expect(await view()).toMatchObject({ installed: old });
    expect(statSync(program).ino).not.toBe(proven);
    const unproven = (await client.pids())[name];
    await showrunner.kill();
    await showrunner.startAgain();
    await waitFor('the version before to run', async () => {
      const { services } = await client.stack();
      const status = services.find(({ processName }) => processName === name)?.status;
      return status?.health === 'healthy' && status.pid !== unproven;
    });
    expect(processesUnder(showrunner.dataRoot)).not.toContain(unproven);
    expect(await view()).toMatchObject({ installed: newest });
    expect(statSync(program).ino).toBe(proven);
    expect(await client.get(`/api/native/operations/${id}`)).toMatchObject({
      state: 'interrupted',
      problem: { code: 'operation.interrupted' },
    });
    const { history } = await client.get<UpdatesAnswer>('/api/native/updates');
    expect(history[0]).toMatchObject({ outcome: 'rolled-back', from: newest, to: old, operationId: id });
    expect(history[0]?.message).toMatch(new RegExp(`^${old} was not proven: .*${newest} runs again\\.$`));
    await waitFor('the start to have ended', async () => {
      const plan = await client.post<{ steps: unknown[] }>('/api/native/plan', { kind: 'reconcile' });
      return plan.steps.length === 0;
    });
  });

  it('leave what was fetched in the cache, within its limits', async () => {
    const cache = await client.get<{ downloads: { name: string; version: string }[] }>('/api/native/install-cache');
    const versions = cache.downloads.filter(({ name: file }) => file.startsWith('zurg-')).map(({ version }) => version);
    // Two versions are kept as shipped; the one that did not work was used last.
    expect(versions).toContain(newest);
    expect(versions.length).toBeLessThanOrEqual(3);
    const verdict = await client.post('/process/install-cache/verify');
    expect(verdict).toMatchObject({ quarantined: 0, errors: [] });
  });
});

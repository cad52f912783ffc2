import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AboutView, PlanView, StackView } from '@showrunner/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, signUp } from './harness/client.ts';
import {
  makeDataRoot,
  processesUnder,
  removeDataRoot,
  type Showrunner,
  startShowrunner,
} from './harness/showrunner.ts';
import { waitFor } from './harness/wait-for.ts';

const page = readFileSync(new URL('../../../docs/own-services.md', import.meta.url), 'utf8');
/** The example that people are told to copy. */
const example = /```yaml\n(.*?)```/s.exec(page)?.[1] ?? '';

describe('the example of the documentation: a service of one’s own', () => {
  let showrunner: Showrunner;
  let client: Client;
  const shelf = async () =>
    (await client.get<StackView>('/api/native/stack')).services.find(({ serviceKey }) => serviceKey === 'shelf');

  beforeAll(async () => {
    const dataRoot = makeDataRoot();
    for (const [key, text] of [
      ['shelf', example],
      ['broken', example.replace('argv:', 'arguments:')],
    ] as const) {
      mkdirSync(join(dataRoot, 'config/services', key), { recursive: true });
      writeFileSync(join(dataRoot, 'config/services', key, 'manifest.yaml'), text);
    }
    showrunner = await startShowrunner({ args: [], dataRoot });
    client = await signUp(showrunner.url);
  });

  afterAll(async () => {
    await showrunner.stop();
    expect(processesUnder(showrunner.dataRoot)).toEqual([]);
    removeDataRoot(showrunner.dataRoot);
  });

  it('is offered where optional services are chosen', async () => {
    expect(await client.get('/process/optional-services')).toMatchObject({
      optional_services: expect.arrayContaining([
        expect.objectContaining({ key: 'shelf', name: 'Shelf' }) as object,
      ]) as object[],
    });
  });

  it('is left out where it is wrong, and the person is told what, where and how to mend it', async () => {
    const { warnings } = await client.get<AboutView>('/api/native/about');
    const told = warnings.filter((warning) => warning.startsWith('config/services/broken/manifest.yaml: '));
    expect(told.join('\n')).toMatch(/line \d+ → runtime → run.*argv is missing\. docs\/own-services\.md has every key/);
    expect(warnings.filter((warning) => warning.startsWith('config/services/shelf'))).toEqual([]);
  });

  it('is installed, set up and started by the plan, and its real page answers', async () => {
    const ended = await client.operate({ kind: 'compose', cores: [], optionals: ['shelf'] });
    expect(ended.problem).toBeUndefined();
    expect(ended.state).toBe('succeeded');
    const view = await shelf();
    expect(view).toMatchObject({ processName: 'Shelf', status: { state: 'running', health: 'healthy' }, uiPath: '/' });
    writeFileSync(join(showrunner.dataRoot, 'shelf/files/hello.txt'), 'hello from the shelf');
    const answer = await fetch(`http://127.0.0.1:${view?.uiPort}/hello.txt`);
    expect([answer.status, await answer.text()]).toEqual([200, 'hello from the shelf']);
    expect(answer.headers.get('server')).toMatch(/^nginx/);
    expect(await client.post('/api/native/plan', { kind: 'reconcile' })).toMatchObject({ steps: [] });
  });

  it('goes on while its file is wrong, which is told with the line, and is planned by the file that is mended', async () => {
    const file = join(showrunner.dataRoot, 'config/services/shelf/manifest.yaml');
    const about = async () =>
      (await client.get<AboutView>('/api/native/about')).warnings.filter((warning) => warning.includes('/shelf/'));
    const before = await client.pids();
    writeFileSync(file, example.replace('argv:', 'arguments:'));
    await waitFor('the warning', async () => (await about()).length > 0);
    expect((await about()).join('\n')).toMatch(
      /line \d+ → runtime → run.*argv is missing.*\n.*goes on by what the file said/,
    );
    expect(await client.post('/api/native/plan', { kind: 'reconcile' })).toMatchObject({ steps: [] });

    writeFileSync(file, example.replace('autoindex on;', 'autoindex on; autoindex_localtime on;'));
    await waitFor('the change to be noticed', async () => (await about()).some((one) => one.includes('has changed')));
    const plan = await client.post<PlanView>('/api/native/plan', { kind: 'reconcile' });
    expect(plan.steps.map(({ kind }) => kind)).toContain('write-files');
    expect(await client.pids()).toEqual(before);

    expect(await client.operate({ kind: 'restart', processNames: ['Shelf'] })).toMatchObject({ state: 'succeeded' });
    await waitFor('nothing to be left to do', async () => (await about()).length === 0);
    expect(readFileSync(join(showrunner.dataRoot, 'shelf/nginx.conf'), 'utf8')).toContain('autoindex_localtime on;');
  });

  it('is offered when it comes while Showrunner runs', async () => {
    const folder = join(showrunner.dataRoot, 'config/services/attic');
    mkdirSync(folder, { recursive: true });
    const text = example.replaceAll('shelf', 'attic').replace('Shelf', 'Attic').replace('8600', '8650');
    writeFileSync(join(folder, 'manifest.yaml'), text);
    await waitFor('the offer', async () => {
      const { optional_services: offers } = await client.get<{ optional_services: { key: string }[] }>(
        '/process/optional-services',
      );
      return offers.some(({ key }) => key === 'attic');
    });
    const ended = await client.operate({ kind: 'compose', cores: [], optionals: ['attic'] });
    expect(ended).toMatchObject({ state: 'succeeded' });
    expect((await client.pids())['Attic']).toBeGreaterThan(0);
  });

  it('has a log whose lines have levels', async () => {
    const { records } = await client.get<{ records: { level: string; message: string }[] }>('/api/native/logs/Shelf');
    expect(records.some(({ level, message }) => level === 'INFO' && message.includes('start worker process'))).toBe(
      true,
    );
  });

  it('is supervised: its program is killed and comes back', async () => {
    const { document, revision } = await client.document();
    const autoRestart = { ...(document['dumb']?.['auto_restart'] as object), enabled: true, backoff_seconds: [0] };
    const edited = { ...document, dumb: { ...document['dumb'], auto_restart: autoRestart } };
    await client.operate({ kind: 'edit', document: edited, basedOn: revision });
    const before = (await client.pids())['Shelf'];
    process.kill(before ?? 0, 'SIGKILL');
    await waitFor('another process', async () => {
      const view = await shelf();
      return view?.status.health === 'healthy' && view.status.pid !== before;
    });
  });

  it('is moved like every other when its port changes', async () => {
    const { document, revision } = await client.document();
    const ended = await client.operate({
      kind: 'edit',
      document: { ...document, shelf: { ...document['shelf'], port: 8611 } },
      basedOn: revision,
    });
    expect(ended.state).toBe('succeeded');
    expect((await fetch('http://127.0.0.1:8611/hello.txt')).status).toBe(200);
  });
});

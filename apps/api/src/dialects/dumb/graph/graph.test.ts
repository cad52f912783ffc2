import type { DependencyGraphAnswer } from '@showrunner/contracts';
import { Ajv } from 'ajv';
import { DependencyGraphAnswer as schema } from '@showrunner/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../testing/test-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.close());

const graphOf = async (name: string, scope?: string) => {
  const query = new URLSearchParams({ process_name: name, ...(scope === undefined ? {} : { scope }) });
  return (await server.ask('GET', `/process/dependency-graph?${query}`)).json as DependencyGraphAnswer;
};

describe('dependency-graph', () => {
  it('says what a process needs, in the shape of the wire', async () => {
    const graph = await graphOf('Zilean');
    expect(new Ajv({ strict: false }).validate(schema, graph)).toBe(true);
    const link = { classification: 'hard', strength: 'hard_runtime' };
    const signals = ['conditional_startup_map', 'non_core_dependency_map'];
    expect(graph).toMatchObject({
      process_name: 'Zilean',
      config_key: 'zilean',
      scope: 'runtime',
      context: { mode: 'core', key: 'zilean', core: { key: 'zilean', name: 'Zilean', dependencies: [] } },
      dependency_rows: [
        {
          key: 'postgres',
          label: 'PostgreSQL',
          state: 'disabled',
          process_count: 1,
          scoped: false,
          starter_process_name: 'PostgreSQL',
          signals,
          ...link,
        },
      ],
      edges: expect.arrayContaining([{ source: 'PostgreSQL', target: 'Zilean', signals, ...link }]) as unknown[],
    });
    expect(graph.startup_order.map(({ key }) => key)).toEqual(['postgres', 'zilean']);
    expect(graph.parallel_groups[0]).toEqual({
      id: 'pre_core',
      label: 'Parallel prerequisites',
      type: 'parallel',
      members: ['PostgreSQL'],
    });
    expect(graph.dependency_truth_table).toHaveLength(12);
    expect(graph.updated_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(graph.statuses['DUMB API']).toBe('running');
  });

  it('takes the planner’s word for what is switched on, and says what runs', async () => {
    server.stack.setUnit('PostgreSQL', { state: 'running', health: 'healthy', pid: 1 });
    server.stack.setNeeds('Zilean', ['PostgreSQL']);
    const graph = await graphOf('PostgreSQL');
    expect(graph.linked_incoming_rows).toContainEqual(
      expect.objectContaining({ process_name: 'Zilean', key: 'zilean', state: 'stopped' }),
    );
    const zilean = await graphOf('zilean');
    expect(zilean.dependency_rows.map(({ key, state }) => [key, state])).toEqual([['postgres', 'running']]);
    expect(zilean.nodes.find(({ id }) => id === 'Zilean')?.state).toBe('stopped');
  });

  it('lists what the dependents of a process lack', async () => {
    const { dependent_rows: rows } = await graphOf('zurg');
    expect(rows.find(({ key }) => key === 'riven_backend')).toMatchObject({
      missing_deps: ['zurg', 'rclone', 'postgres'],
      signals: expect.arrayContaining(['core_service_map']) as string[],
    });
  });

  it('counts only the instances that work for the same core service', async () => {
    const { dependency_rows: rows } = await graphOf('Riven Backend');
    expect(rows.map(({ key, scoped, process_count: count }) => [key, scoped, count])).toEqual([
      ['postgres', false, 1],
      ['zurg', true, 0],
      ['rclone', true, 0],
    ]);
  });

  it('tells links that only say “can work together” when all are asked for', async () => {
    const soft = ({ strength }: { strength: string }) => strength === 'soft_linkage';
    expect((await graphOf('Riven Backend')).edges.filter(soft)).toEqual([]);
    const all = await graphOf('riven', 'ALL');
    expect(all.scope).toBe('all');
    expect(all.edges).toContainEqual(
      expect.objectContaining({ source: 'Zilean', target: 'Riven Backend', classification: 'linkage' }),
    );
  });

  it('shows whom a connection leads to among what is switched on, in the wider scope', async () => {
    const outgoing = async (scope: string) =>
      (await graphOf('Prowlarr', scope)).linked_outgoing_rows.map(({ process_name: name }) => name);
    expect(await outgoing('all')).toContain('Zilean');
    expect(await outgoing('runtime')).not.toContain('Zilean');
    await server.stack.updateDocument((document) => ({
      ...document,
      zilean: { ...(document['zilean'] as object), enabled: false }, // the block of a single service
    }));
    expect(await outgoing('all')).not.toContain('Zilean');
  });

  it.each([
    ['process_name=%20', 400, 'process_name is required'],
    ['process_name=Zilean&scope=some', 400, "scope must be 'runtime' or 'all'"],
    ['process_name=nosuch', 404, 'Process not found'],
  ])('refuses %s', async (query, status, detail) => {
    expect(await server.ask('GET', `/process/dependency-graph?${query}`)).toMatchObject({ status, json: { detail } });
  });
});

import { createProjectGraphAsync } from '@nx/devkit';
import { ESLint } from 'eslint';
import { beforeAll, describe, expect, it } from 'vitest';

const root = new URL('../..', import.meta.url).pathname;

/** Lints a text as if it stood in that file, and answers the rules that it breaks. */
async function brokenRules(filePath: string, code: string): Promise<readonly (string | null)[]> {
  const [result] = await new ESLint({ cwd: root }).lintText(code, { filePath: `${root}${filePath}` });
  return (result?.messages ?? []).filter((message) => message.severity === 2).map((message) => message.ruleId);
}

describe('the walls between rooms', () => {
  // Without a project graph the boundary rule only warns, and every wall would look whole.
  beforeAll(async () => {
    process.env['NX_DAEMON'] = 'false';
    await createProjectGraphAsync();
  }, 120_000);

  it('refuses an import of a higher room', async () => {
    const code = "import { openStack } from '@showrunner/operations';\nexport const planted = openStack;\n";
    expect(await brokenRules('libs/planner/src/index.ts', code)).toContain('@nx/enforce-module-boundaries');
  }, 120_000);

  it('refuses that siblings of the work layer meet', async () => {
    const code = "import * as installer from '@showrunner/installer';\nexport const planted = installer;\n";
    expect(await brokenRules('libs/supervisor/src/index.ts', code)).toContain('@nx/enforce-module-boundaries');
  }, 120_000);

  it('refuses a clock in the planner', async () => {
    expect(await brokenRules('libs/planner/src/index.ts', 'export const planted = Date.now();\n')).toContain(
      'no-restricted-globals',
    );
  }, 120_000);

  it('refuses that the planner waits', async () => {
    expect(
      await brokenRules('libs/planner/src/index.ts', 'export async function planted(): Promise<void> {}\n'),
    ).toContain('no-restricted-syntax');
  }, 120_000);

  it('gives every project exactly one layer and one runtime', async () => {
    const graph = await createProjectGraphAsync();
    const wrong = Object.values(graph.nodes)
      .filter(({ data }) => data.root !== '.')
      .filter(({ data }) => {
        const tags = data.tags ?? [];
        const count = (prefix: string) => tags.filter((tag) => tag.startsWith(prefix)).length;
        return count('layer:') !== 1 || count('runs:') !== 1;
      })
      .map(({ name }) => name);
    expect(wrong).toEqual([]);
  }, 120_000);
});

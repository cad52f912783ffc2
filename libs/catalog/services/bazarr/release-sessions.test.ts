import { createFakeFiles } from '@showrunner/platform/fakes';
import { describe, expect, it } from 'vitest';
import { createHookContext } from '../../stand-in-kit/hook-context.ts';
import { releaseSessions } from './release-sessions.ts';

const path = '/opt/bazarr/bazarr/app/jobs_queue.py';
const queue = (end: string) => `class Queue:
    def run(self, job):
        try:
            job.run()
${end}`;
const leaking = queue(`        finally:
            self.running.remove(job)
`);

async function run(source: string | undefined, enabled = 'true') {
  const files = createFakeFiles();
  if (source !== undefined) await files.write(path, source, { mode: 0o640 });
  const context = createHookContext({ values: { artifact: '/opt/bazarr', postgres_enabled: enabled }, files });
  expect(await releaseSessions(context)).toBe('done');
  return { source: await files.readText(path), mode: (await files.facts(path))?.mode, lines: context.lines, files };
}

describe('release-sessions', () => {
  it('gives the session back at the end of each job, once', async () => {
    const first = await run(leaking);
    expect(first.source).toBe(
      queue(`        finally:
            from app.database import database
            database.remove()
            self.running.remove(job)
`),
    );
    expect(first.mode).toBe(0o640);
    const again = await run(first.source);
    expect(again.source).toBe(first.source);
    expect(again.lines).toEqual([]);
  });

  it.each([
    ['a release that closes it', leaking.replace('self.running', 'database.close(); self.running')],
    ['an older release without a queue', undefined],
  ])('leaves %s alone', async (_name, source) => {
    const { source: after, lines } = await run(source);
    expect(after).toBe(source);
    expect(lines).toEqual([]);
  });

  it('leaves everything alone without PostgreSQL', async () => {
    expect((await run(leaking, 'false')).source).toBe(leaking);
  });

  it.each([queue(''), `${leaking}${leaking}`])(
    'says so where it does not know the release, and changes nothing',
    async (source) => {
      const { source: after, lines } = await run(source);
      expect(after).toBe(source);
      expect(lines).toEqual([expect.stringContaining('left as it is')]);
    },
  );
});

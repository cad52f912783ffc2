import { describe, expect, it } from 'vitest';
import { createFakeFiles } from '@showrunner/platform/fakes';
import { createHookContext } from '../../stand-in-kit/hook-context.ts';
import { linkMediaTools } from './link-media-tools.ts';

async function run(useSystem: boolean, there: readonly string[], files = createFakeFiles()) {
  for (const path of there) await files.write(path, 'x');
  const values = { own: '/emby/program/bin', tools: '/emby/tools' };
  const ctx = createHookContext({ entry: { use_system_ffmpeg: useSystem }, values, files });
  await linkMediaTools(ctx);
  const links = await Promise.all(
    ['ffdetect', 'ffmpeg', 'ffprobe'].map((name) => files.readLink(`/emby/tools/${name}`)),
  );
  return { links, lines: ctx.lines, files };
}

const own = ['ffdetect', 'ffmpeg', 'ffprobe'].map((name) => `/emby/program/bin/${name}`);
const system = ['/usr/bin/ffmpeg', '/usr/bin/ffprobe'];

describe('the tools of Emby', () => {
  it('are those of the machine where it is asked for, and its own again where it is not any more', async () => {
    const first = await run(true, [...own, ...system]);
    expect(first.links).toEqual([own[0], ...system]);
    const second = await run(false, [], first.files);
    expect(second.links).toEqual(own);
    expect(await second.files.readText('/emby/program/bin/ffmpeg')).toBe('x');
  });

  it('are its own where the machine has none, which is said', async () => {
    const { links, lines } = await run(true, [...own, '/usr/bin/ffmpeg']);
    expect(links).toEqual(own);
    expect(lines.join()).toContain('/usr/bin/ffprobe is not installed');
  });

  it('have another name in some versions', async () => {
    const named = ['ffdetect', 'ffmpeg', 'ffprobe'].map((name) => `/emby/program/bin/emby-${name}`);
    expect((await run(false, named)).links).toEqual(named);
  });
});

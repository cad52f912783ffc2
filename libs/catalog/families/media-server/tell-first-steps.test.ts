import { expect, it } from 'vitest';
import { createFakeFiles } from '@showrunner/platform/fakes';
import { createHookContext } from '../../stand-in-kit/hook-context.ts';
import { tellFirstSteps } from './tell-first-steps.ts';

const settings = (text: string) =>
  `<ServerConfiguration>\n  <IsStartupWizardCompleted>${text}</IsStartupWizardCompleted>\n</ServerConfiguration>`;

it.each([
  [undefined, 1],
  ['<ServerConfiguration>', 1],
  [settings('false'), 1],
  [settings('true'), 0],
])('says whether an account has to be made (%s)', async (text, said) => {
  const files = createFakeFiles();
  if (text !== undefined) await files.write('/jellyfin/config/system.xml', text);
  const ctx = createHookContext({ values: { settings: '/jellyfin/config/system.xml', page: 'http://x/' }, files });
  expect(await tellFirstSteps(ctx)).toBe('done');
  expect(ctx.lines).toHaveLength(said);
});

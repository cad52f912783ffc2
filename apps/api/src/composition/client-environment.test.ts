import { expect, it } from 'vitest';
import { clientEnvironment } from './client-environment.ts';

it('a package client gets the settings of its user, and nothing else of ours', () => {
  const settings = { PATH: '/bin', HOME: '/root', https_proxy: 'p', NO_PROXY: 'n', npm_config_cafile: '/ca' };
  expect(clientEnvironment({ ...settings, GITHUB_TOKEN: 't', SHOWRUNNER_DATA: '/d', npm_package_name: 'x' })).toEqual(
    settings,
  );
});

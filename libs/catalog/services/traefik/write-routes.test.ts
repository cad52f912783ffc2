import { createFakeFiles } from '@showrunner/platform/fakes';
import { describe, expect, it } from 'vitest';
import yaml from 'yaml';
import { createHookContext, type FakeWorld } from '../../stand-in-kit/hook-context.ts';
import type { Page } from './routes.ts';
import { writeRoutes } from './write-routes.ts';

const page = (service: string, port: number, more: Partial<Page> = {}): Page => ({
  service,
  name: service,
  port,
  path: '/',
  prefix: '',
  ...more,
});
const directory = '/config/traefik/dynamic';

async function written(pages: readonly Page[], entry: NonNullable<FakeWorld['entry']> = {}, files = createFakeFiles()) {
  await writeRoutes(
    createHookContext({ entry, files, values: { config_dir: '/config/traefik', pages: JSON.stringify(pages) } }),
  );
  const read = async (name: string): Promise<unknown> => {
    const text = await files.readText(`${directory}/${name}`);
    return text === undefined ? undefined : yaml.parse(text);
  };
  return {
    services: await read('services.yaml'),
    own: await read('dynamic_config.yml'),
    authelia: await read('authelia.yml'),
  };
}

describe('write-routes', () => {
  it('routes no page of a service that everybody could use then', async () => {
    expect(await written([page('zilean', 8182)])).toEqual({ services: undefined, own: undefined, authelia: undefined });
  });

  it('routes pages as the original does, where somebody says that whoever reaches Traefik may use them', async () => {
    const pages = [
      page('radarr', 7878, { name: 'Radarr w/ Riven 4K' }),
      page('plex', 32400, { path: '/web/index.html' }),
    ];
    const { services } = await written(pages, { publish_pages: true });
    expect(services).toMatchObject({
      http: {
        routers: {
          radarr_w__riven_4k: {
            entryPoints: ['web'],
            rule: 'Path(`/service/ui/radarr_w__riven_4k`) || PathPrefix(`/service/ui/radarr_w__riven_4k/`)',
            middlewares: ['radarr_w__riven_4k_strip', 'ui_frame_headers'],
          },
          plex: { middlewares: ['plex_strip', 'plex_root', 'ui_frame_headers'] },
        },
        services: { radarr_w__riven_4k: { loadBalancer: { servers: [{ url: 'http://127.0.0.1:7878' }] } } },
        middlewares: { plex_root: { replacePathRegex: { regex: '^/?$', replacement: '/web/index.html' } } },
      },
    });
  });

  it('puts every page behind Authelia where that is switched on, and not the portal itself', async () => {
    const { services, authelia } = await written([page('zilean', 8182), page('authelia', 9091)]);
    expect(services).toMatchObject({
      http: {
        routers: { zilean: { middlewares: ['dumb-authelia-forward-auth@file', 'zilean_strip', 'ui_frame_headers'] } },
      },
    });
    expect(JSON.stringify(services)).not.toContain('/service/ui/authelia');
    expect(authelia).toMatchObject({
      http: {
        middlewares: {
          'dumb-authelia-forward-auth': { forwardAuth: { address: 'http://127.0.0.1:9091/api/authz/forward-auth' } },
        },
      },
    });
  });

  it('keeps a person’s own routes and middlewares, and takes away what is no longer there', async () => {
    const files = createFakeFiles();
    const entry = {
      services: { nas: { url: 'http://10.0.0.2', middlewares: ['login'] } },
      middlewares: { login: { basicAuth: {} } },
    };
    expect((await written([page('authelia', 9091)], entry, files)).own).toEqual({
      http: {
        routers: { nas: { entryPoints: ['web'], rule: 'PathPrefix(`/nas`)', service: 'nas', middlewares: ['login'] } },
        services: { nas: { loadBalancer: { servers: [{ url: 'http://10.0.0.2' }] } } },
        middlewares: { login: { basicAuth: {} } },
      },
    });
    expect(await written([], {}, files)).toEqual({ services: undefined, own: undefined, authelia: undefined });
  });
});

import { Body, Controller, Inject } from '@nestjs/common';
import { setIn } from '@showrunner/config';
import { type ServiceView, ServiceUiAnswer, ServiceUiBody, ServiceUiMapAnswer } from '@showrunner/contracts';
import { Route } from '../../../http/routes/endpoint.ts';
import { type Parts, PARTS } from '../../../parts.ts';
import { pageName, toSlug } from '../../../service-pages/page.ts';
import { readPageSettings } from '../../../service-pages/settings.ts';

const tag = 'Configuration';
const defaultTraefikPort = 18_080;

type Row = ServiceUiAnswer['services'][number];

/**
 * Web pages of services, and the switch for them. The original shows them through Traefik and switches that on and off; we
 * show them through our own proxy, and Traefik is a service like every other.
 */
@Controller()
export class ServiceUiController {
  private readonly parts: Parts;
  private readonly view: () => ServiceUiAnswer;

  constructor(@Inject(PARTS) parts: Parts) {
    this.parts = parts;
    this.view = parts.reader.memo(() => this.list());
  }

  @Route({
    method: 'GET',
    path: '/config/service-ui-map',
    role: 'viewer',
    tag,
    summary: 'Names of pages → service keys',
    response: ServiceUiMapAnswer,
  })
  map() {
    return Object.fromEntries(this.view().services.map(({ name, config_key: key }) => [toSlug(name), key]));
  }

  @Route({
    method: 'GET',
    path: '/config/service-ui',
    role: 'viewer',
    tag,
    summary: 'Web pages of the services that are switched on',
    response: ServiceUiAnswer,
  })
  read(): ServiceUiAnswer {
    return this.view();
  }

  @Route({
    method: 'POST',
    path: '/config/service-ui',
    role: 'admin',
    tag,
    summary: 'Switch pages of services on or off',
    body: ServiceUiBody,
    response: ServiceUiAnswer,
  })
  async write(@Body() { enabled = true }: ServiceUiBody): Promise<ServiceUiAnswer> {
    const { stack, pages } = this.parts;
    await stack.updateDocument((stored) => setIn(stored, ['dumb', 'service_ui', 'enabled'], enabled));
    await pages.settle();
    return this.view();
  }

  private list(): ServiceUiAnswer {
    const { stack, reader, settings } = this.parts;
    const services = reader.services();
    const rows = services.filter(({ enabled }) => enabled).flatMap((service) => this.toRow(service));
    // The original names Traefik whether or not it is switched on.
    const missing = rows.some(({ config_key: key }) => key === 'traefik') ? [] : [traefikRow(services)];
    return {
      enabled: readPageSettings(stack.document().effective).enabled,
      services: [apiRow(settings.port), ...rows, ...missing],
      traefik_config: '/config/traefik/dynamic/services.yaml',
    };
  }

  private toRow(service: ServiceView): readonly Row[] {
    const { processName, serviceKey, uiPort, uiPath } = service;
    if (uiPort === null) return [];
    const spec = this.parts.stack.catalog.manifest(serviceKey)?.ui;
    return [
      {
        name: pageName(service, spec),
        process_name: processName,
        config_key: serviceKey,
        host: '127.0.0.1',
        port: uiPort,
        path: uiPath === '/' ? '' : uiPath,
        path_prefix: spec?.pathPrefix ?? '',
        internal_service: serviceKey === 'traefik' ? 'api@internal' : null,
      },
    ];
  }
}

function apiRow(port: number): Row {
  const name = 'dumb_api_service';
  const here = { host: '127.0.0.1', port, path: '/scalar', path_prefix: '', internal_service: null };
  return { name, process_name: 'DUMB API', config_key: 'dumb', ...here };
}

function traefikRow(services: readonly ServiceView[]): Row {
  const known = services.find(({ serviceKey }) => serviceKey === 'traefik');
  const port = known?.uiPort ?? defaultTraefikPort + 1;
  const page = { host: '127.0.0.1', port, path: '/dashboard/', path_prefix: '/dashboard' };
  return { name: 'traefik', process_name: 'Traefik', config_key: 'traefik', ...page, internal_service: 'api@internal' };
}

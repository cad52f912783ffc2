import { Body, Controller, Inject } from '@nestjs/common';
import { Problem, type ServiceView, ServiceUiAnswer, ServiceUiBody, ServiceUiMapAnswer } from '@showrunner/contracts';
import { Route } from '../../../http/routes/endpoint.ts';
import { type Parts, PARTS } from '../../../parts.ts';

const tag = 'Configuration';

/** Web pages of services. They are listed; they are not shown inside ours yet, and `enabled` says so. */
@Controller()
export class ServiceUiController {
  private readonly parts: Parts;
  private readonly view: () => ServiceUiAnswer;

  constructor(@Inject(PARTS) parts: Parts) {
    this.parts = parts;
    this.view = parts.reader.memo(() => ({
      enabled: false,
      services: this.parts.reader.services().flatMap(toService),
      traefik_config: '/config/traefik/dynamic/services.yaml',
    }));
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
    return Object.fromEntries(
      this.view().services.map(({ name, config_key: key }) => [name.replace(/[ /]/g, '_').toLowerCase(), key]),
    );
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
    summary: 'Switch embedded pages on or off; this version has none to switch on',
    body: ServiceUiBody,
    response: ServiceUiAnswer,
    errors: { 400: 'Embedded pages cannot be switched on' },
  })
  write(@Body() { enabled }: ServiceUiBody): ServiceUiAnswer {
    if (enabled === true) {
      throw new Problem(
        'service.not-installable',
        'Pages of services cannot be shown inside Showrunner in this version; open them on their own port.',
      );
    }
    return this.view();
  }
}

function toService({
  processName,
  serviceKey,
  instance,
  enabled,
  uiPort,
  uiPath,
}: ServiceView): ServiceUiAnswer['services'] {
  if (!enabled || uiPort === null) return [];
  return [
    {
      name: instance === null ? serviceKey : processName,
      process_name: processName,
      config_key: serviceKey,
      host: '127.0.0.1',
      port: uiPort,
      path: uiPath === '/' ? '' : uiPath,
      path_prefix: '',
      internal_service: null,
    },
  ];
}

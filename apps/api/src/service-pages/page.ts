import type { PageSpec } from '@showrunner/catalog';
import type { ServiceView } from '@showrunner/contracts';

/** The web page of an enabled service, as it is shown through the proxy. */
export interface ServicePage {
  /** Id of its unit: letters, digits and hyphens, so that it can be part of a host name and of a cookie's name. */
  readonly id: string;
  readonly processName: string;
  /** As the last part of an address at the door: `sonarr_debrid`. */
  readonly slug: string;
  /** Port of the service on this machine. */
  readonly port: number;
  /** Where a person starts. */
  readonly path: string;
  /** Whether it may be shown inside of the dashboard. */
  readonly embeds: boolean;
  /** Why nothing can be shown; absent while it runs. */
  readonly away?: string;
}

/** Pages of what is switched on and has one. */
export function toPages(
  services: readonly ServiceView[],
  specOf: (serviceKey: string) => PageSpec | undefined,
): readonly ServicePage[] {
  return services.flatMap((service) => {
    const { enabled, uiPort, status, processName, unitId } = service;
    if (!enabled || uiPort === null) return [];
    const spec = specOf(service.serviceKey);
    return [
      {
        id: unitId,
        processName,
        slug: toSlug(pageName(service, spec)),
        port: uiPort,
        path: service.uiPath.startsWith('/') ? service.uiPath : `/${service.uiPath}`,
        embeds: spec?.embed !== false,
        ...(status.pid === undefined ? { away: status.reason } : {}),
      },
    ];
  });
}

/** The name that a page goes by: a fixed one for what there is once, else that of the process. */
export function pageName(
  { serviceKey, instance, processName }: Pick<ServiceView, 'serviceKey' | 'instance' | 'processName'>,
  spec: PageSpec | undefined,
): string {
  return instance === null ? (spec?.name ?? serviceKey) : processName;
}

/** A name as it stands in addresses. */
export function toSlug(name: string): string {
  return name.replace(/[\s/]/g, '_').toLowerCase();
}

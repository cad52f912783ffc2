import { getIn } from '@showrunner/config';
import type { JsonObject } from '@showrunner/contracts';

/** What the document says about pages of services (`dumb.service_ui`). */
export interface PageSettings {
  readonly enabled: boolean;
  /** Port of the door: where every page has an address of the form `/service/ui/<name>`. */
  readonly port: number;
  /** First port of the pages themselves. */
  readonly pagePorts: number;
  /** Every name below it leads to the door; blank where there is none. */
  readonly domain: string;
}

/** Reads them from the effective document, which is valid. */
export function readPageSettings(document: JsonObject): PageSettings {
  const value = (key: string) => getIn(document, ['dumb', 'service_ui', key]);
  return {
    enabled: value('enabled') === true,
    port: Number(value('port')),
    pagePorts: Number(value('page_ports')),
    domain: String(value('domain') ?? '').toLowerCase(),
  };
}

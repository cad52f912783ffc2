import { Controller, Inject, Query } from '@nestjs/common';
import {
  CapabilitiesAnswer,
  type CoreServiceOffer,
  CoreServicesAnswer,
  OptionalServicesAnswer,
  OptionalServicesQuery,
} from '@showrunner/contracts';
import { Route } from '../../../http/routes/endpoint.ts';
import { type Parts, PARTS } from '../../../parts.ts';
import { toCoreOffers, toOptionalOffers } from './present-offers.ts';

const tag = 'Process Management';

/** What this version can do. A flag that is true works; clients hide what is false or missing. */
const capabilities: CapabilitiesAnswer = {
  service_ui_supported: true,
  auth_oidc: true,
  auth_hybrid: true,
  optional_only_onboarding: false,
  metrics_history: true,
  metrics_history_storage: true,
  metrics_filesystem_selection: true,
  metrics_network_interface_selection: true,
  auto_restart: true,
  multi_instance: false,
  startup_lifecycle: true,
  runtime_api_log_level: true,
  service_reset: true,
  optional_service_options: true,
  seerr_sync: true,
  manual_update_check: true,
  auto_update_mode: true,
  auto_update_start_time: true,
  update_timing_metrics: true,
  configured_source_install: true,
  transactional_service_installs: true,
  install_cache_management: true,
  install_cache_cleanup: true,
  install_cache_limit_settings: true,
  notifications: true,
};

/** What can be chosen, and what this version can do. */
@Controller()
export class OffersController {
  private readonly parts: Parts;
  private readonly cores: readonly CoreServiceOffer[];

  constructor(@Inject(PARTS) parts: Parts) {
    this.parts = parts;
    this.cores = toCoreOffers(parts.stack.catalog);
  }

  @Route({
    method: 'GET',
    path: '/process/core-services',
    role: 'viewer',
    tag,
    summary: 'Core services that can be chosen',
    response: CoreServicesAnswer,
  })
  coreServices() {
    return { core_services: this.cores };
  }

  @Route({
    method: 'GET',
    path: '/process/optional-services',
    role: 'viewer',
    tag,
    summary: 'Optional services that can be chosen beside a core service',
    query: OptionalServicesQuery,
    response: OptionalServicesAnswer,
  })
  optionalServices(@Query() query: OptionalServicesQuery) {
    const chosen = [query.optional_services ?? []].flat();
    return { optional_services: toOptionalOffers(this.parts.stack.catalog, { core: query.core_service, chosen }) };
  }

  @Route({
    method: 'GET',
    path: '/process/capabilities',
    role: 'viewer',
    tag,
    summary: 'What this version can do',
    response: CapabilitiesAnswer,
  })
  capabilities(): CapabilitiesAnswer {
    return capabilities;
  }
}

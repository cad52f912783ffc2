import { type DynamicModule, Module } from '@nestjs/common';
import { OidcController } from './dialects/dumb/auth/oidc.controller.ts';
import { ProviderController } from './dialects/dumb/auth/provider.controller.ts';
import { SessionController } from './dialects/dumb/auth/session.controller.ts';
import { UsersController } from './dialects/dumb/auth/users.controller.ts';
import { ConfigController } from './dialects/dumb/config/config.controller.ts';
import { OnboardingController } from './dialects/dumb/config/onboarding.controller.ts';
import { ServiceConfigController } from './dialects/dumb/config/service-config.controller.ts';
import { ServiceUiController } from './dialects/dumb/config/service-ui.controller.ts';
import { NotificationsController } from './dialects/dumb/notifications/notifications.controller.ts';
import { GraphController } from './dialects/dumb/graph/graph.controller.ts';
import { HealthController } from './dialects/dumb/health.controller.ts';
import { LogsController } from './dialects/dumb/logs.controller.ts';
import { MetricsController } from './dialects/dumb/metrics/metrics.controller.ts';
import { HistoryStorageController } from './dialects/dumb/metrics/history-storage.controller.ts';
import { LifecycleController } from './dialects/dumb/process/lifecycle.controller.ts';
import { OffersController } from './dialects/dumb/process/offers.controller.ts';
import { ProcessController } from './dialects/dumb/process/process.controller.ts';
import { RuntimeLogLevelController } from './dialects/dumb/process/runtime-log-level.controller.ts';
import { DumbUpdatesController } from './dialects/dumb/updates/updates.controller.ts';
import { DumbInstallCacheController } from './dialects/dumb/updates/install-cache.controller.ts';
import { ServiceResetController } from './dialects/dumb/reset/service-reset.controller.ts';
import { SeerrSyncController } from './dialects/dumb/seerr-sync.controller.ts';
import { AuditController } from './dialects/native/audit.controller.ts';
import { ConnectionsController } from './dialects/native/connections.controller.ts';
import { DocumentController } from './dialects/native/document.controller.ts';
import { InstallCacheController } from './dialects/native/install-cache.controller.ts';
import { NativeMetricsController } from './dialects/native/metrics.controller.ts';
import { OperationsController } from './dialects/native/operations.controller.ts';
import { ApiTokensController } from './dialects/native/api-tokens.controller.ts';
import { PagesController } from './dialects/native/pages.controller.ts';
import { SessionsController } from './dialects/native/sessions.controller.ts';
import { NativeSeerrSyncController } from './dialects/native/seerr-sync.controller.ts';
import { StackController } from './dialects/native/stack.controller.ts';
import { UpdatesController } from './dialects/native/updates.controller.ts';
import { CHANNELS, type Channels } from './live/channels/channels.ts';
import { EventsGateway } from './live/events.gateway.ts';
import { LogsGateway } from './live/logs.gateway.ts';
import { MetricsGateway } from './live/metrics.gateway.ts';
import { CompatGateway, RawLogsGateway, RawMetricsGateway, RawStatusGateway } from './live/raw.gateways.ts';
import { type Parts, PARTS } from './parts.ts';

/** Every controller there is; a test walks through all of their routes. */
export const controllers = [
  ApiTokensController,
  AuditController,
  ConfigController,
  ConnectionsController,
  DocumentController,
  DumbInstallCacheController,
  DumbUpdatesController,
  GraphController,
  HealthController,
  HistoryStorageController,
  InstallCacheController,
  LifecycleController,
  LogsController,
  MetricsController,
  NativeMetricsController,
  NativeSeerrSyncController,
  NotificationsController,
  OffersController,
  OidcController,
  OnboardingController,
  OperationsController,
  PagesController,
  ProcessController,
  ProviderController,
  RuntimeLogLevelController,
  SeerrSyncController,
  ServiceConfigController,
  ServiceResetController,
  ServiceUiController,
  SessionController,
  SessionsController,
  StackController,
  UpdatesController,
  UsersController,
];

const gateways = [
  CompatGateway,
  EventsGateway,
  LogsGateway,
  MetricsGateway,
  RawLogsGateway,
  RawMetricsGateway,
  RawStatusGateway,
];

/** The one module: parts are made outside and handed in. */
@Module({})
export class AppModule {
  static with(parts: Parts, channels: Channels): DynamicModule {
    const provided = [
      { provide: PARTS, useValue: parts },
      { provide: CHANNELS, useValue: channels },
    ];
    return { module: AppModule, controllers, providers: [...provided, ...gateways] };
  }
}

/**
 * What goes over a wire: schemas, events, problem codes and ids. One schema a wire type; types, validation, OpenAPI and
 * forms are derived from it. Must never know Node, Nest, React or a path on disk.
 */
export * from './change.ts';
export * from './events.ts';
export * from './ids.ts';
export * from './operation.ts';
export * from './plan-view.ts';
export * from './problem-view.ts';
export * from './problems.ts';
export * from './schema.ts';
export * from './stack-brake.ts';
export * from './unit.ts';
export * from './updates.ts';
export * from './wire/native.ts';
export * from './wire/dumb/auth.ts';
export * from './wire/dumb/auth-provider.ts';
export * from './wire/dumb/common.ts';
export * from './wire/dumb/config.ts';
export * from './wire/dumb/core-services.ts';
export * from './wire/dumb/dependency-graph.ts';
export * from './wire/dumb/health.ts';
export * from './wire/dumb/install-cache.ts';
export * from './wire/dumb/logs.ts';
export * from './wire/dumb/metrics.ts';
export * from './wire/dumb/metrics-history.ts';
export * from './wire/dumb/notifications.ts';
export * from './wire/dumb/metrics-storage.ts';
export * from './wire/dumb/process.ts';
export * from './wire/dumb/runtime-log-level.ts';
export * from './wire/dumb/seerr-sync.ts';
export * from './wire/dumb/service-reset.ts';
export * from './wire/dumb/updates.ts';
export * from './wire/native-audit.ts';
export * from './wire/native-auth.ts';
export * from './wire/native-cache.ts';
export * from './wire/native-metrics.ts';
export * from './wire/native-requests.ts';
export * from './wire/native-seerr-sync.ts';
export * from './wire/native-connections.ts';
export * from './wire/native-updates.ts';

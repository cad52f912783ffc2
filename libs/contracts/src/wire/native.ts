import { type Static, Type, Words } from '../schema.ts';
import { UnitStatus } from '../unit.ts';

const ReactionWord = Words(['ignore', 'guard', 'restart', 'pause']);

/** How one service needs another: what is shared, what its start waits for, and what a loss means. See `docs/dependencies.md`. */
export const NeedView = Type.Object({
  processName: Type.String(),
  kind: Words(['order', 'health', 'port', 'database', 'network', 'mount']),
  until: Words(['started', 'healthy', 'installed']),
  required: Type.Boolean(),
  on: Type.Object({ restarted: ReactionWord, unhealthy: ReactionWord, gone: ReactionWord }),
});
export type NeedView = Static<typeof NeedView>;

/** One configured entry with what is known of it: what the home and service pages show. */
export const ServiceView = Type.Object({
  processName: Type.String(),
  unitId: Type.String(),
  serviceKey: Type.String(),
  instance: Type.Union([Type.String(), Type.Null()]),
  /** Which of several identical copies it is, from 0; null for a service that runs once. */
  replica: Type.Union([Type.Object({ index: Type.Integer(), count: Type.Integer() }), Type.Null()]),
  /** How many copies it may have; null for a service that runs once. */
  maxReplicas: Type.Union([Type.Integer(), Type.Null()]),
  displayName: Type.String(),
  description: Type.String(),
  role: Words(['core', 'optional', 'dependency', 'infrastructure']),
  enabled: Type.Boolean(),
  status: UnitStatus,
  version: Type.Union([Type.String(), Type.Null()]),
  ports: Type.Array(
    Type.Object({ id: Type.String(), port: Type.Integer(), requested: Type.Integer(), role: Type.String() }),
  ),
  /** Process names that this one needs, and that need this one. */
  needs: Type.Array(Type.String()),
  neededBy: Type.Array(Type.String()),
  /** How it needs each of `needs`. */
  needsHow: Type.Array(NeedView),
  /** Port of a web page to open, where it has one. */
  uiPort: Type.Union([Type.Integer(), Type.Null()]),
  uiPath: Type.String(),
  logFile: Type.Union([Type.String(), Type.Null()]),
  configFile: Type.Union([Type.String(), Type.Null()]),
  simulated: Type.Boolean(),
  projectUrl: Type.String(),
});
export type ServiceView = Static<typeof ServiceView>;

/** `GET /api/native/stack` */
export const StackView = Type.Object({
  revision: Type.String(),
  onboardingCompleted: Type.Boolean(),
  /** Whether pages of services are shown through our own proxy. */
  servicePages: Type.Boolean(),
  services: Type.Array(ServiceView),
});
export type StackView = Static<typeof StackView>;

/** `POST /api/native/services/:processName/page` */
export const PageAnswer = Type.Object({
  /** Address of the page on an origin of its own. Lets whoever has it in, once. */
  url: Type.String(),
  expiresInMs: Type.Integer(),
  /** Whether the page may be shown inside of another one. */
  embeds: Type.Boolean(),
});
export type PageAnswer = Static<typeof PageAnswer>;

/** `GET /api/native/about` */
export const AboutView = Type.Object({
  version: Type.String(),
  demo: Type.Boolean(),
  dataRoot: Type.String(),
  startedAt: Type.Number(),
  /** Warnings of the machine or the document that a person should see. */
  warnings: Type.Array(Type.String()),
});
export type AboutView = Static<typeof AboutView>;

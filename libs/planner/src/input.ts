import type { JsonObject } from '@showrunner/contracts';
import type { Catalog } from '@showrunner/catalog';
import type { HostFacts } from './facts.ts';

/** All that a plan is made of. Equal inputs give equal plans. */
export interface PlanInput {
  /** The document as it is saved. */
  readonly stored: JsonObject;
  /** The same with environment and secrets laid over it. */
  readonly effective: JsonObject;
  readonly catalog: Catalog;
  readonly facts: HostFacts;
  /** Plans services that this version cannot install as well; they get no steps. For previews. */
  readonly allowUninstallable?: boolean;
}

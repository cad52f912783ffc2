import type { Json } from '@showrunner/contracts';

/** Basic options of one service with their defaults, and a help text each. */
export type OptionValues = Readonly<Record<string, Json>>;

/** One service that can be chosen, as the process routes offer it. */
export interface ServiceOffer {
  readonly name: string;
  readonly key: string;
  readonly description: string;
  /** False: this version knows the service but cannot install it. */
  readonly installable?: boolean;
}

/** A service that is chosen for itself; options come for it and for each of its dependencies. */
export interface CoreOffer extends ServiceOffer {
  readonly dependencies: readonly string[];
  readonly debrid_providers: readonly string[];
  readonly service_options: Readonly<Record<string, OptionValues>>;
  readonly service_option_descriptions: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly supports_instances: boolean;
}

/** A service that is added to others. */
export interface OptionalOffer extends ServiceOffer {
  readonly service_options: OptionValues;
  readonly service_option_descriptions: Readonly<Record<string, string>>;
}

/** Whether this version can install it; an older server does not say and is believed. */
export function isInstallable(offer: ServiceOffer): boolean {
  return offer.installable !== false;
}

/** Sentences and the address of the documentation, from the free text of an offer. */
export function readDescription(text: string): { readonly points: readonly string[]; readonly docs: string | null } {
  const lines = text.split('\n').map((line) => line.trim());
  const docs = lines.map((line) => /^Documentation:\s*(https?:\/\/\S+)$/.exec(line)?.[1]).find(Boolean) ?? null;
  const points = lines.filter((line) => line.startsWith('- ')).map((line) => line.slice(2));
  if (points.length > 0) return { points, docs };
  return {
    points: lines.filter((line) => line !== '' && !/^(Documentation|Supported debrid providers):/.test(line)),
    docs,
  };
}
